resource "genesyscloud_flow" "throughline" {
  filepath = "${path.module}/flow.yaml"
  substitutions = {
    "home_division" = data.genesyscloud_auth_division_home.home.name
  }
  depends_on = [genesyscloud_routing_skill.german, genesyscloud_routing_wrapupcode.resolved, genesyscloud_routing_wrapupcode.follow_up_needed, genesyscloud_routing_wrapupcode.handed_on, genesyscloud_routing_queue.loans, genesyscloud_routing_queue.premium, genesyscloud_integration_credential.throughline_gateway, genesyscloud_integration.throughline_data_actions, genesyscloud_integration_custom_auth_action.throughline_sign_in, genesyscloud_integration_action.conversation, genesyscloud_integration_action.routing, genesyscloud_integration_action.entry, genesyscloud_integration_action.wrap_up]
}

resource "genesyscloud_webdeployments_configuration" "throughline" {
  name = "throughline"
  languages = ["en-us"]
  default_language = "en-us"
  headless_mode_enabled = true
  messenger {
    enabled = true
    apps {
      conversations {
        enabled = true
        auto_start_enabled = false
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
