variable "oidc_integration_id" {
  type = string
  description = "Id of the sign-in integration, when it was made by hand"
  default = ""
}

variable "oidc_client_id" {
  type = string
  description = "Client of openIdProvider that Genesys Cloud is"
}

variable "oidc_client_secret" {
  type = string
  description = "Its secret"
  sensitive = true
}

variable "oidc_integration_type" {
  type = string
  description = "Id of the type \"OpenID Connect Messenger Configuration\""
  default = ""
}

variable "oidc_discovery_property" {
  type = string
  description = "Name of its property for the discovery address"
  default = ""
}

variable "oidc_credential_type" {
  type = string
  description = "Name of its credential type"
  default = ""
}

variable "oidc_credential_key" {
  type = string
  description = "Key of its credential"
  default = ""
}

resource "genesyscloud_integration_credential" "throughline_sign_in" {
  count = var.oidc_integration_id == "" ? 1 : 0
  name = "throughline-sign-in"
  credential_type_name = var.oidc_credential_type
  fields = {
    "clientId" = var.oidc_client_id
    "clientSecret" = var.oidc_client_secret
  }
}

resource "genesyscloud_integration" "throughline_sign_in" {
  count = var.oidc_integration_id == "" ? 1 : 0
  integration_type = var.oidc_integration_type
  intended_state = "ENABLED"
  config {
    name = "Throughline sign-in"
    properties = jsonencode({ (var.oidc_discovery_property) = "https://www.bank.example/support/oidc/.well-known/openid-configuration" })
    advanced = jsonencode({})
    credentials = { (var.oidc_credential_key) = genesyscloud_integration_credential.throughline_sign_in[0].id }
  }
  lifecycle {
    precondition {
      condition = var.oidc_integration_type != "" && var.oidc_discovery_property != "" && var.oidc_credential_type != "" && var.oidc_credential_key != ""
      error_message = "Make the integration by hand and set oidc_integration_id, or set all of oidc_integration_type, oidc_discovery_property, oidc_credential_type, oidc_credential_key."
    }
  }
}

resource "genesyscloud_flow" "throughline" {
  filepath = "${path.module}/flow.yaml"
  substitutions = {
    "home_division" = data.genesyscloud_auth_division_home.home.name
  }
  depends_on = [genesyscloud_routing_skill.german, genesyscloud_routing_wrapupcode.resolved, genesyscloud_routing_wrapupcode.follow_up_needed, genesyscloud_routing_wrapupcode.handed_on, genesyscloud_routing_queue.loans, genesyscloud_routing_queue.premium, genesyscloud_integration_credential.throughline_gateway, genesyscloud_integration.throughline_data_actions, genesyscloud_integration_custom_auth_action.throughline_sign_in, genesyscloud_integration_action.conversation, genesyscloud_integration_action.routing, genesyscloud_integration_action.flow_step, genesyscloud_integration_action.outcome, genesyscloud_integration_action.entry, genesyscloud_integration_action.wrap_up]
}

resource "genesyscloud_webdeployments_configuration" "throughline" {
  name = "throughline"
  languages = ["en-us"]
  default_language = "en-us"
  headless_mode_enabled = true
  messenger {
    enabled = true
    file_upload {
      enable_attachments = true
      mode {
        file_types = ["image/png"]
        max_file_size_kb = 10240
      }
    }
    apps {
      conversations {
        enabled = true
        auto_start_enabled = true
        show_agent_typing_indicator = true
        show_user_typing_indicator = true
        conversation_clear_enabled = true
        conversation_disconnect {
          enabled = true
          type = "Send"
        }
      }
    }
  }
  authentication_settings {
    enabled = true
    integration_id = var.oidc_integration_id == "" ? one(genesyscloud_integration.throughline_sign_in[*].id) : var.oidc_integration_id
    allow_session_upgrade = false
  }
}

resource "genesyscloud_webdeployments_deployment" "throughline" {
  name = "throughline"
  allowed_domains = ["www.bank.example"]
  flow_id = genesyscloud_flow.throughline.id
  configuration {
    id = genesyscloud_webdeployments_configuration.throughline.id
    version = genesyscloud_webdeployments_configuration.throughline.version
  }
}

resource "genesyscloud_externalcontacts_external_source" "throughline" {
  name = "Bank customers"
  active = true
}

resource "genesyscloud_webdeployments_deployment_identity_resolution" "throughline" {
  deployment_id = genesyscloud_webdeployments_deployment.throughline.id
  resolve_identities = true
  external_source_id = genesyscloud_externalcontacts_external_source.throughline.id
  automerge_config {
    authenticated_web_messaging = true
    web_tracking = false
  }
}
