//! Tool definitions of any provider.

use serde_json::Value as Json;

use super::ToolDefinition;
use super::message::text;

/// Tools of one call; more only cost memory.
const MOST_TOOLS: usize = 1_000;

/// Definitions from the facts, else from the request body.
pub(super) fn definitions(tools: Option<&Json>, inputs: Option<&Json>) -> Vec<ToolDefinition> {
    let found = tools.map(list).unwrap_or_default();
    if !found.is_empty() {
        return found;
    }
    let of_request = ["/tools", "/functions", "/toolConfig/tools", "/config/tools"];
    of_request.iter().find_map(|path| Some(list(inputs?.pointer(path)?))).unwrap_or_default()
}

fn list(tools: &Json) -> Vec<ToolDefinition> {
    let items = tools.as_array().into_iter().flatten();
    let declared = items.flat_map(|item| {
        // Gemini puts several functions into one tool.
        let inner = item.get("functionDeclarations").or_else(|| item.get("function_declarations"));
        match inner.and_then(Json::as_array) {
            Some(functions) => functions.as_slice(),
            None => std::slice::from_ref(item),
        }
    });
    declared.take(MOST_TOOLS).filter_map(definition).collect()
}

fn definition(item: &Json) -> Option<ToolDefinition> {
    let inner =
        ["function", "toolSpec"].iter().find_map(|key| item.get(*key).filter(|inner| inner.is_object()));
    let tool = inner.unwrap_or(item);
    // Built-in tools of providers have a type only.
    let name = text(tool, &["name"]).or_else(|| text(item, &["type"]))?;
    let schema =
        ["parameters", "input_schema", "inputSchema", "parameters_json_schema", "parametersJsonSchema"]
            .iter()
            .find_map(|key| tool.get(*key).filter(|schema| !schema.is_null()));
    Some(ToolDefinition {
        name,
        description: text(tool, &["description"]),
        parameters: schema.map(|schema| schema.get("json").unwrap_or(schema).clone()),
    })
}
