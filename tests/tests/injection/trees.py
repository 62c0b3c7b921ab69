"""For each pair of folders: both modules are the same tree, docstrings and literals aside; and texts come back when the code runs.

In: the folder of all pairs. Out: one line for each difference.
"""

import ast
import importlib
import json
import pathlib
import sys
import warnings

warnings.simplefilter("error")


class Strip(ast.NodeTransformer):
    def visit_Expr(self, node):
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if is_text else self.generic_visit(node)

    def visit_Constant(self, node):
        return ast.Constant(type(node.value).__name__)

    def visit_JoinedStr(self, node):
        return node


def tree(path):
    return ast.dump(Strip().visit(ast.parse(path.read_text(encoding="utf-8"))))


folder = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(folder))
sys.dont_write_bytecode = True
for pair in sorted(folder.iterdir()):
    text = json.loads((pair / "text.json").read_text(encoding="utf-8"))
    try:
        trees = [tree(pair / kind / "python" / "sample.py") for kind in ("hostile", "harmless")]
        if trees[0] != trees[1]:
            print(f"{pair.name}: another tree for {ascii(text)}")
        sample = importlib.import_module(f"{pair.name}.hostile.python.sample")
        if hasattr(sample, "CONSTANT"):
            value = sample.Holder()
            found = [sample.CONSTANT, value.label, sample.Holder.decode(value.encode()).label]
            if any(it != text for it in found) or not value.encode().startswith(text.encode()):
                print(f"{pair.name}: {ascii(text)} became {ascii(found)} {value.encode()!r}")
    except Exception as error:  # noqa: BLE001
        print(f"{pair.name}: {ascii(text)}: {error!r}")
