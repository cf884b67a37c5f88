output "deployment_id" {
  description = "genesys.deploymentId"
  value = genesyscloud_webdeployments_deployment.throughline.id
}

output "runtime_client_id" {
  description = "genesys.platform.clientId"
  value = genesyscloud_oauth_client.throughline_runtime.client_id
}

output "callbacks_client_id" {
  description = "genesys.platform.callbacks.clientId"
  value = genesyscloud_oauth_client.throughline_callbacks.client_id
}

output "tags_client_id" {
  description = "genesys.platform.tags.clientId"
  value = genesyscloud_oauth_client.throughline_tags.client_id
}

output "privacy_client_id" {
  description = "genesys.platform.privacy.clientId"
  value = genesyscloud_oauth_client.throughline_privacy.client_id
}

output "doctor_client_id" {
  description = "genesys.platform.doctor.clientId"
  value = genesyscloud_oauth_client.throughline_doctor.client_id
}
