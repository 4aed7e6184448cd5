// Rules of the house that no linter knows. `npm run check` applies them to every source file; each says why it exists.
import ts from "typescript";

/** Attributes that people read or hear. */
const SPOKEN = new Set([
  "alt",
  "aria-label",
  "aria-description",
  "aria-roledescription",
  "aria-valuetext",
  "label",
  "placeholder",
  "title",
]);
/** Words in every language alike. */
const NAMES = /^(?:Conjunta|PDF|ICS|CSV|SHA-256|UTC|https?|[A-Z]{1,3})$/;

const readable = (text) => (text.match(/\p{L}[\p{L}\d-]*/gu) ?? []).some((word) => !NAMES.test(word));

/** A literal that reads like a word or a sentence: a capital, then small letters, then an end. */
const sentence = /^\p{Lu}\p{Ll}+(?:[\s,.:;!?…]|$)/u;
/** Capitalized, but nobody reads them: keys, headers, zones, our own name, and what the browser's own interfaces are called. */
const UNREAD = /^(?:Conjunta|Enter|Escape|Tab|Home|End|Backspace|Delete|Control|Shift|Ctrl|Esc|Cookie|Location|Etag)$/;

const isProduct = (file) => /^(app|db)\//.test(file) || file === "server.ts";
const isComponent = (file) => /^app\/.*\.tsx$/.test(file);
const isTest = (file) => /^tests\/.*\.(test|e2e)\.tsx?$/.test(file);

/**
 * @param {string} file path from the project's folder, with slashes
 * @param {string} text its content
 * @returns {{ line: number, rule: string }[]}
 */
export function houseRuleBreaks(file, text) {
  const source = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const found = [];
  const report = (node, rule) =>
    found.push({ line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, rule });

  const visit = (node) => {
    if (isComponent(file)) checkMarkup(node, report);
    if (isProduct(file)) checkProduct(file, node, source, report);
    if (isTest(file)) checkTest(node, source, report);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Text kept in a value: `{ en: "English" }`, `busy ? "Saving" : …`. What is thrown, logged or compared, nobody reads. */
function checkWords(node, report) {
  if (!ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node)) return;
  if (!sentence.test(node.text) || UNREAD.test(node.text)) return;
  const { parent } = node;
  if (ts.isNewExpression(parent) || ts.isImportDeclaration(parent) || ts.isJsxAttribute(parent)) return;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken) return;
  if (ts.isCallExpression(parent) && /^log\./.test(parent.expression.getText())) return;
  report(node, "text belongs in app/i18n/, or it speaks one language only");
}

function checkMarkup(node, report) {
  checkWords(node, report);
  if (ts.isJsxText(node) && readable(node.text))
    report(node, "text belongs in app/i18n/, or it speaks one language only");
  if (!ts.isJsxAttribute(node)) return;
  const name = node.name.getText();
  if (name === "style")
    report(node, "no style attribute: the Content-Security-Policy blocks it in the page that the server sends");
  const value = node.initializer;
  if (SPOKEN.has(name) && value && ts.isStringLiteral(value) && readable(value.text)) {
    report(node, "text belongs in app/i18n/, or it speaks one language only");
  }
}

function checkProduct(file, node, source, report) {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) {
    const right = node.right.getText(source);
    if (right === "DomainError")
      report(node, "no instanceof DomainError: there are two module graphs; use isDomainError");
  }
  if (!ts.isCallExpression(node)) return;
  const called = node.expression.getText(source);
  if (/^console\./.test(called) && /^app\/.*\.server\.tsx?$/.test(file)) {
    report(node, "no console in server code: log.server.ts writes only what is allowed");
  }
}

function checkTest(node, source, report) {
  if (!ts.isCallExpression(node)) return;
  const called = node.expression.getText(source);
  if (/^(test|it|describe)(\.\w+)*\.(skip|only|todo|fixme)$/.test(called))
    report(node, "no test that is skipped or that skips the others");
  if (/\.waitForTimeout$/.test(called)) report(node, "no sleep: wait for what you expect");
}
