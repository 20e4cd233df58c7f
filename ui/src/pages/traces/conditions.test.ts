import { describe, expect, it } from "vitest";
import { equals, hasCondition, toggleCondition } from "./conditions";

const model = equals("model", "gpt-5-mini");

describe("a condition set by the page", () => {
  it("quotes its value", () => {
    expect(equals("name", "Ada's agent")).toBe("name = 'Ada''s agent'");
  });

  it("is the filter when there was none, and leaves none", () => {
    expect(toggleCondition(undefined, model)).toBe("model = 'gpt-5-mini'");
    expect(toggleCondition(model, model)).toBe("");
  });

  it("is added to what is there and taken out again", () => {
    const both = toggleCondition("cost > 1", model);
    expect(both).toBe("cost > 1 AND model = 'gpt-5-mini'");
    expect(hasCondition(both, model)).toBe(true);
    expect(toggleCondition(both, model)).toBe("cost > 1");
    expect(toggleCondition(`${model} and cost > 1`, model)).toBe("cost > 1");
  });

  it("holds for all alternatives", () => {
    const filter = toggleCondition("cost > 1 OR user = 'ada'", model);
    expect(filter).toBe("(cost > 1 OR user = 'ada') AND model = 'gpt-5-mini'");
    expect(toggleCondition(filter, model)).toBe("(cost > 1 OR user = 'ada')");
  });

  it("is not found inside quoted text", () => {
    const name = equals("name", "this AND that OR (more");
    expect(hasCondition(`${name} AND cost > 1`, name)).toBe(true);
    expect(hasCondition(name, "that OR (more'")).toBe(false);
    const quote = equals("name", "Ada's AND Bob's");
    expect(toggleCondition(toggleCondition("cost > 1", quote), quote)).toBe("cost > 1");
  });
});
