terraform {
  required_version = ">= 1.2"
  required_providers {
    genesyscloud = {
      "source" = "mypurecloud/genesyscloud"
      "version" = "~> 1.84"
    }
  }
}

provider "genesyscloud" {
  aws_region = "eu-central-1"
}

data "genesyscloud_auth_division_home" "home" {}
