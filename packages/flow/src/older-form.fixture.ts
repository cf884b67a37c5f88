/** The older router's flow, as its users have it. */
export const OLDER_FORM = `{
  "input": {
    "type": "webchat",
    "variables": {
      "customerTier": "\${user.tier}",
      "intent": "\${webchat.intent}",
      "sessionId": "\${session.id}"
    }
  },
  "logic": [
    { "condition": "\${customerTier} == 'PREMIUM'", "target": "Premium_Queue_Router" },
    { "condition": "\${customerTier} == 'STANDARD'", "target": "Standard_Queue_Router" },
    { "condition": "default", "target": "Standard_Queue_Router" }
  ]
}`;
