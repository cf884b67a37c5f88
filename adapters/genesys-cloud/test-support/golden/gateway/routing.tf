variable "agent_script_id" {
  type = string
  description = "Id of the script that agents see with a message of these queues"
  default = ""
}

resource "genesyscloud_routing_skill" "german" {
  name = "German"
}

resource "genesyscloud_routing_wrapupcode" "resolved" {
  name = "Resolved"
}

resource "genesyscloud_routing_wrapupcode" "follow_up_needed" {
  name = "Follow-up needed"
}

resource "genesyscloud_routing_wrapupcode" "handed_on" {
  name = "Handed on"
}

resource "genesyscloud_routing_queue" "loans" {
  name = "loans"
  acw_wrapup_prompt = "OPTIONAL"
  scoring_method = "TimestampAndPriority"
  skill_evaluation_method = "ALL"
  wrapup_codes = [genesyscloud_routing_wrapupcode.resolved.id, genesyscloud_routing_wrapupcode.follow_up_needed.id, genesyscloud_routing_wrapupcode.handed_on.id]
  default_script_ids = var.agent_script_id == "" ? {} : { MESSAGE = var.agent_script_id }
}

resource "genesyscloud_routing_queue" "premium" {
  name = "premium"
  acw_wrapup_prompt = "OPTIONAL"
  scoring_method = "TimestampAndPriority"
  skill_evaluation_method = "ALL"
  wrapup_codes = [genesyscloud_routing_wrapupcode.resolved.id, genesyscloud_routing_wrapupcode.follow_up_needed.id, genesyscloud_routing_wrapupcode.handed_on.id]
  default_script_ids = var.agent_script_id == "" ? {} : { MESSAGE = var.agent_script_id }
}
