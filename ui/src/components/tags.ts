/** Order of tags: what people set comes before what the process says about itself. */

const resourcePrefix = /^(service|deployment|telemetry|process|host|os|container|k8s|cloud|faas)\./;

/** Tags set by people or code, and those that are resource attributes of the sending process. */
export function splitTags(tags: Record<string, string>): { own: [string, string][]; resource: [string, string][] } {
  const entries = Object.entries(tags);
  return {
    own: entries.filter(([key]) => !resourcePrefix.test(key)),
    resource: entries.filter(([key]) => resourcePrefix.test(key)),
  };
}
