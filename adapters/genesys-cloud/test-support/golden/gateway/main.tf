terraform {
  required_version = ">= 1.2"
  required_providers {
    genesyscloud = {
      "source" = "mypurecloud/genesyscloud"
      "version" = "~> 1.84"
    }
  }
}

variable "region" {
  type = string
  description = "AWS name of the region, such as eu-central-1"
}

provider "genesyscloud" {
  aws_region = var.region
}

data "genesyscloud_auth_division_home" "home" {}
