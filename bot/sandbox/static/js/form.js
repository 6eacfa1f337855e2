// The inputs of one form: what they hold, whether they may be sent, and what is wrong with them.

export function form() {
  const fields = [];
  return {
    add: (field) => fields.push(field),
    isEmpty: () => fields.length === 0,
    /** By action_id, as the server takes it. */
    values: () => Object.fromEntries(fields.map((one) => [one.actionId, one.value()])),
    /** What was typed, to be put back after the form was drawn anew. */
    typed: () => new Map(fields.map((one) => [`${one.blockId} ${one.actionId} ${one.kind}`, one.value()])),
    restore: (typed) => {
      for (const one of fields) {
        const key = `${one.blockId} ${one.actionId} ${one.kind}`;
        if (typed.has(key)) one.restore(typed.get(key));
      }
    },
    /** Marks what Slack's client would not send, as it does. True when all is well. */
    check: () => {
      const wrong = fields.filter((one) => {
        const value = one.value();
        const empty = value === null || value === "" || (Array.isArray(value) && !value.length);
        const what = one.problem() || (empty && !one.optional ? "Please fill this in." : "");
        one.say(what);
        return what;
      });
      toFirst(wrong);
      return wrong.length === 0;
    },
    /** Shows errors by block_id. */
    show: (errors) => {
      const wrong = fields.filter((one) => errors[one.blockId]);
      for (const one of fields) one.say(errors[one.blockId] ?? "");
      toFirst(wrong);
    },
    first: () => fields.find((one) => one.wantsFocus) ?? fields[0],
    holding: (node) => fields.find((one) => one.node.contains(node)),
    field: (blockId) => fields.find((one) => one.blockId === blockId),
  };
}

function toFirst(wrong) {
  if (!wrong.length) return;
  wrong[0].node.scrollIntoView({ block: "nearest" });
  wrong[0].focus();
}
