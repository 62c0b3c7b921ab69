// The rules that generated JavaScript passes.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    // What browsers and Node have in common.
    languageOptions: { ecmaVersion: 2022, globals: globals["shared-node-browser"] },
    // `readPing(view, at)` takes what every reader takes, also where a message has nothing to read.
    rules: { "no-unused-vars": ["error", { args: "none" }] },
  },
];
