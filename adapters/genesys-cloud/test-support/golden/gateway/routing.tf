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
}

resource "genesyscloud_routing_queue" "premium" {
  name = "premium"
  acw_wrapup_prompt = "OPTIONAL"
  scoring_method = "TimestampAndPriority"
  skill_evaluation_method = "ALL"
  wrapup_codes = [genesyscloud_routing_wrapupcode.resolved.id, genesyscloud_routing_wrapupcode.follow_up_needed.id, genesyscloud_routing_wrapupcode.handed_on.id]
}
