//! The reference of commands, options and variables in `docs/reference/configuration.md` is generated from the command line
//! itself; this test fails when it is stale. `make gen` writes it anew.

use clap::CommandFactory;
use spanwell_server::settings::Arguments;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/configuration.md");

fn reference() -> String {
    let mut text = String::from(
        "# Commands, options and variables\n\nGenerated from the command line of `spanwell`; `make gen` writes it anew.\n",
    );
    let root = Arguments::command();
    let commands = root.get_subcommands().flat_map(|command| {
        let inner = command
            .get_subcommands()
            .map(|inner| (format!("{} {}", command.get_name(), inner.get_name()), inner));
        let own = (command.get_name().to_owned(), command);
        if command.has_subcommands() { inner.collect() } else { vec![own] }
    });
    for (name, command) in commands {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        text += &format!("\n## `spanwell {name}`\n\n{about}\n\n");
        text += "| option | variable | default | meaning |\n|---|---|---|---|\n";
        for option in
            command.get_arguments().filter(|option| option.get_long().is_some_and(|long| long != "help"))
        {
            let long = option.get_long().unwrap_or_default();
            let value = option.get_value_names().filter(|_| option.get_action().takes_values());
            let value =
                value.and_then(|names| names.first()).map(|name| format!(" <{name}>")).unwrap_or_default();
            let variable =
                option.get_env().map(|name| format!("`{}`", name.to_string_lossy())).unwrap_or_default();
            let default = option.get_default_values().first().filter(|_| option.get_action().takes_values());
            let default = default.map(|value| format!("`{}`", value.to_string_lossy())).unwrap_or_default();
            let help = option.get_help().map(ToString::to_string).unwrap_or_default();
            text += &format!("| `--{long}{value}` | {variable} | {default} | {help} |\n");
        }
    }
    text
}

#[test]
fn the_reference_is_fresh() {
    let fresh = reference();
    if std::env::vars().any(|(name, _)| name == "SPANWELL_REGENERATE") {
        std::fs::create_dir_all(std::path::Path::new(FILE).parent().unwrap()).unwrap();
        std::fs::write(FILE, &fresh).unwrap();
    }
    let stored = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(stored == fresh, "docs/reference/configuration.md is stale: run `make gen`");
}
