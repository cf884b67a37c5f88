variable "gateway_client_id" {
  type = string
  description = "Id of the server client with the scope genesys alone"
}

variable "gateway_client_secret" {
  type = string
  description = "Its secret"
  sensitive = true
}

resource "genesyscloud_integration_credential" "throughline_gateway" {
  name = "throughline-gateway"
  credential_type_name = "userDefinedOAuth"
  fields = {
    "loginUrl" = "https://www.bank.example/support/s2s/v1/token"
    "clientId" = var.gateway_client_id
    "clientSecret" = var.gateway_client_secret
  }
}

resource "genesyscloud_integration" "throughline_data_actions" {
  integration_type = "custom-rest-actions"
  intended_state = "ENABLED"
  config {
    name = "Throughline data actions"
    properties = jsonencode({})
    advanced = jsonencode({})
    credentials = {
      "basicAuth" = genesyscloud_integration_credential.throughline_gateway.id
    }
  }
}

resource "genesyscloud_integration_custom_auth_action" "throughline_sign_in" {
  integration_id = genesyscloud_integration.throughline_data_actions.id
  config_request {
    request_type = "POST"
    request_url_template = "$${credentials.loginUrl}"
    request_template = "grant_type=client_credentials&scope=genesys"
    headers = {
      "Authorization" = "Basic $encoding.base64(\"$${credentials.clientId}:$${credentials.clientSecret}\")"
      "Content-Type" = "application/x-www-form-urlencoded"
    }
  }
  config_response {
    success_template = "$${rawResult}"
  }
}

resource "genesyscloud_integration_action" "conversation" {
  name = "Conversation"
  category = "Throughline"
  integration_id = genesyscloud_integration.throughline_data_actions.id
  secure = false
  config_timeout_seconds = 5
  contract_input = jsonencode({
    "type" = "object"
    "required" = ["conversationId", "genesysConversationId"]
    "properties" = {
      "conversationId" = {
        "type" = "string"
      }
      "genesysConversationId" = {
        "type" = "string"
      }
    }
  })
  contract_output = jsonencode({
    "type" = "object"
    "properties" = {}
  })
  config_request {
    request_type = "POST"
    request_url_template = "https://www.bank.example/support/s2s/v1/genesys/conversation"
    request_template = "$${input.rawRequest}"
    headers = {
      "Authorization" = "Bearer $${authResponse.access_token}"
      "Content-Type" = "application/json"
    }
  }
  config_response {
    translation_map = {}
    translation_map_defaults = {}
    success_template = "{}"
  }
}

resource "genesyscloud_integration_action" "routing" {
  name = "Routing"
  category = "Throughline"
  integration_id = genesyscloud_integration.throughline_data_actions.id
  secure = false
  config_timeout_seconds = 5
  contract_input = jsonencode({
    "type" = "object"
    "required" = ["conversationId"]
    "properties" = {
      "conversationId" = {
        "type" = "string"
      }
    }
  })
  contract_output = jsonencode({
    "type" = "object"
    "properties" = {
      "authority" = {
        "type" = "string"
      }
      "queue" = {
        "type" = "string"
      }
      "priority" = {
        "type" = "integer"
      }
      "skills" = {
        "type" = "array"
        "items" = {
          "type" = "string"
        }
      }
      "customerId" = {
        "type" = "string"
      }
      "customerTier" = {
        "type" = "string"
      }
      "customerLocale" = {
        "type" = "string"
      }
      "intent" = {
        "type" = "string"
      }
      "continuesPrevious" = {
        "type" = "boolean"
      }
      "previousThreadOpen" = {
        "type" = "boolean"
      }
    }
  })
  config_request {
    request_type = "POST"
    request_url_template = "https://www.bank.example/support/s2s/v1/genesys/routing"
    request_template = "$${input.rawRequest}"
    headers = {
      "Authorization" = "Bearer $${authResponse.access_token}"
      "Content-Type" = "application/json"
    }
  }
  config_response {
    translation_map = {}
    translation_map_defaults = {}
    success_template = "$${rawResult}"
  }
}

resource "genesyscloud_integration_action" "flow_step" {
  name = "Flow step"
  category = "Throughline"
  integration_id = genesyscloud_integration.throughline_data_actions.id
  secure = false
  config_timeout_seconds = 5
  contract_input = jsonencode({
    "type" = "object"
    "required" = ["conversationId", "flow", "version", "step"]
    "properties" = {
      "conversationId" = {
        "type" = "string"
      }
      "flow" = {
        "type" = "string"
      }
      "version" = {
        "type" = "string"
      }
      "step" = {
        "type" = "string"
      }
    }
  })
  contract_output = jsonencode({
    "type" = "object"
    "properties" = {
      "outcome" = {
        "type" = "string"
      }
    }
  })
  config_request {
    request_type = "POST"
    request_url_template = "https://www.bank.example/support/s2s/v1/genesys/step"
    request_template = "$${input.rawRequest}"
    headers = {
      "Authorization" = "Bearer $${authResponse.access_token}"
      "Content-Type" = "application/json"
    }
  }
  config_response {
    translation_map = {}
    translation_map_defaults = {}
    success_template = "$${rawResult}"
  }
}

resource "genesyscloud_integration_action" "outcome" {
  name = "Outcome"
  category = "Throughline"
  integration_id = genesyscloud_integration.throughline_data_actions.id
  secure = false
  config_timeout_seconds = 5
  contract_input = jsonencode({
    "type" = "object"
    "required" = ["conversationId", "genesysConversationId", "taker"]
    "properties" = {
      "conversationId" = {
        "type" = "string"
      }
      "genesysConversationId" = {
        "type" = "string"
      }
      "taker" = {
        "type" = "string"
      }
      "queue" = {
        "type" = "string"
      }
      "skills" = {
        "type" = "array"
        "items" = {
          "type" = "string"
        }
      }
    }
  })
  contract_output = jsonencode({
    "type" = "object"
    "properties" = {}
  })
  config_request {
    request_type = "POST"
    request_url_template = "https://www.bank.example/support/s2s/v1/genesys/outcome"
    request_template = "$${input.rawRequest}"
    headers = {
      "Authorization" = "Bearer $${authResponse.access_token}"
      "Content-Type" = "application/json"
    }
  }
  config_response {
    translation_map = {}
    translation_map_defaults = {}
    success_template = "{}"
  }
}

resource "genesyscloud_integration_action" "entry" {
  name = "Entry"
  category = "Throughline"
  integration_id = genesyscloud_integration.throughline_data_actions.id
  secure = false
  config_timeout_seconds = 5
  contract_input = jsonencode({
    "type" = "object"
    "required" = ["customer", "genesysConversationId", "channel"]
    "properties" = {
      "customer" = {
        "type" = "string"
      }
      "genesysConversationId" = {
        "type" = "string"
      }
      "channel" = {
        "type" = "string"
      }
      "state" = {
        "type" = "string"
      }
    }
  })
  contract_output = jsonencode({
    "type" = "object"
    "properties" = {}
  })
  config_request {
    request_type = "POST"
    request_url_template = "https://www.bank.example/support/s2s/v1/genesys/entry"
    request_template = "$${input.rawRequest}"
    headers = {
      "Authorization" = "Bearer $${authResponse.access_token}"
      "Content-Type" = "application/json"
    }
  }
  config_response {
    translation_map = {}
    translation_map_defaults = {}
    success_template = "{}"
  }
}

resource "genesyscloud_integration_action" "wrap_up" {
  name = "Wrap-up"
  category = "Throughline"
  integration_id = genesyscloud_integration.throughline_data_actions.id
  secure = false
  config_timeout_seconds = 5
  contract_input = jsonencode({
    "type" = "object"
    "required" = ["conversationId", "genesysConversationId", "wrapUp"]
    "properties" = {
      "conversationId" = {
        "type" = "string"
      }
      "genesysConversationId" = {
        "type" = "string"
      }
      "wrapUp" = {
        "type" = "string"
      }
      "agent" = {
        "type" = "string"
      }
    }
  })
  contract_output = jsonencode({
    "type" = "object"
    "properties" = {}
  })
  config_request {
    request_type = "POST"
    request_url_template = "https://www.bank.example/support/s2s/v1/genesys/wrap-up"
    request_template = "$${input.rawRequest}"
    headers = {
      "Authorization" = "Bearer $${authResponse.access_token}"
      "Content-Type" = "application/json"
    }
  }
  config_response {
    translation_map = {}
    translation_map_defaults = {}
    success_template = "{}"
  }
}
