resource "genesyscloud_auth_role" "throughline_runtime" {
  name = "Throughline runtime"
  description = "waiting times of queues, and conversations that a customer has already"
  permission_policies {
    domain = "analytics"
    entity_name = "conversationDetail"
    action_set = ["view"]
  }
  permission_policies {
    domain = "analytics"
    entity_name = "queueObservation"
    action_set = ["view"]
  }
  permission_policies {
    domain = "externalContacts"
    entity_name = "contact"
    action_set = ["view"]
  }
  permission_policies {
    domain = "routing"
    entity_name = "queue"
    action_set = ["view"]
  }
}

resource "genesyscloud_oauth_client" "throughline_runtime" {
  name = "throughline-runtime"
  description = "waiting times of queues, and conversations that a customer has already"
  authorized_grant_type = "CLIENT-CREDENTIALS"
  access_token_validity_seconds = 86400
  state = "active"
  roles {
    role_id = genesyscloud_auth_role.throughline_runtime.id
    division_id = data.genesyscloud_auth_division_home.home.id
  }
}

resource "genesyscloud_auth_role" "throughline_callbacks" {
  name = "Throughline callbacks"
  description = "calls that customers asked for"
  permission_policies {
    domain = "analytics"
    entity_name = "conversationDetail"
    action_set = ["view"]
  }
  permission_policies {
    domain = "conversation"
    entity_name = "callback"
    action_set = ["create"]
  }
  permission_policies {
    domain = "conversation"
    entity_name = "communication"
    action_set = ["disconnect"]
  }
  permission_policies {
    domain = "routing"
    entity_name = "queue"
    action_set = ["view"]
  }
}

resource "genesyscloud_oauth_client" "throughline_callbacks" {
  name = "throughline-callbacks"
  description = "calls that customers asked for"
  authorized_grant_type = "CLIENT-CREDENTIALS"
  access_token_validity_seconds = 86400
  state = "active"
  roles {
    role_id = genesyscloud_auth_role.throughline_callbacks.id
    division_id = data.genesyscloud_auth_division_home.home.id
  }
}

resource "genesyscloud_auth_role" "throughline_tags" {
  name = "Throughline tags"
  description = "our conversation id as external tag of conversations"
  permission_policies {
    domain = "conversation"
    entity_name = "externalTag"
    action_set = ["edit"]
  }
}

resource "genesyscloud_oauth_client" "throughline_tags" {
  name = "throughline-tags"
  description = "our conversation id as external tag of conversations"
  authorized_grant_type = "CLIENT-CREDENTIALS"
  access_token_validity_seconds = 86400
  state = "active"
  roles {
    role_id = genesyscloud_auth_role.throughline_tags.id
    division_id = data.genesyscloud_auth_division_home.home.id
  }
}

resource "genesyscloud_auth_role" "throughline_privacy" {
  name = "Throughline privacy"
  description = "exports and erasures that customers ask for"
  permission_policies {
    domain = "gdpr"
    entity_name = "request"
    action_set = ["add", "view"]
  }
}

resource "genesyscloud_oauth_client" "throughline_privacy" {
  name = "throughline-privacy"
  description = "exports and erasures that customers ask for"
  authorized_grant_type = "CLIENT-CREDENTIALS"
  access_token_validity_seconds = 86400
  state = "active"
  roles {
    role_id = genesyscloud_auth_role.throughline_privacy.id
    division_id = data.genesyscloud_auth_division_home.home.id
  }
}

resource "genesyscloud_auth_role" "throughline_doctor" {
  name = "Throughline doctor"
  description = "checks of the set-up; reads only"
  permission_policies {
    domain = "architect"
    entity_name = "flow"
    action_set = ["view"]
  }
  permission_policies {
    domain = "authorization"
    entity_name = "role"
    action_set = ["view"]
  }
  permission_policies {
    domain = "conversation"
    entity_name = "threadingTimeline"
    action_set = ["view"]
  }
  permission_policies {
    domain = "integrations"
    entity_name = "integration"
    action_set = ["view"]
  }
  permission_policies {
    domain = "oauth"
    entity_name = "client"
    action_set = ["view"]
  }
  permission_policies {
    domain = "routing"
    entity_name = "queue"
    action_set = ["view"]
  }
  permission_policies {
    domain = "webDeployments"
    entity_name = "configuration"
    action_set = ["view"]
  }
  permission_policies {
    domain = "webDeployments"
    entity_name = "deployment"
    action_set = ["view"]
  }
  permission_policies {
    domain = "webDeployments"
    entity_name = "identityResolution"
    action_set = ["view"]
  }
}

resource "genesyscloud_oauth_client" "throughline_doctor" {
  name = "throughline-doctor"
  description = "checks of the set-up; reads only"
  authorized_grant_type = "CLIENT-CREDENTIALS"
  access_token_validity_seconds = 86400
  state = "active"
  roles {
    role_id = genesyscloud_auth_role.throughline_doctor.id
    division_id = data.genesyscloud_auth_division_home.home.id
  }
}
