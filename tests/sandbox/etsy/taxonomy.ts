import { ok } from "@/tests/sandbox/etsy/answers";

type Branch = [name: string, children?: Branch[]];

/** A believable cut of Etsy's tree; the real numbers are not published, so a client has to find them by name. */
const TREE: Branch[] = [
  ["Accessories", [["Belts & Suspenders"], ["Keychains & Lanyards"], ["Hats & Head Coverings"]]],
  [
    "Art & Collectibles",
    [
      ["Drawing & Illustration", [["Digital"], ["Pencil"]]],
      ["Prints", [["Digital Prints"]]],
    ],
  ],
  [
    "Books, Movies & Music",
    [
      [
        "Books",
        [
          ["Blank Books", [["Journals & Notebooks"], ["Sketchbooks"]]],
          ["Children's Books"],
          ["Comics & Graphic Novels"],
          ["Cookbooks & Recipes"],
          ["Guides & How Tos"],
          ["Literature & Fiction"],
          ["Reference & Education"],
          ["Zines & Magazines"],
        ],
      ],
      ["Movies", [["Documentary"], ["Drama"]]],
      ["Music", [["CDs"], ["Instruments"], ["Sheet Music"]]],
    ],
  ],
  [
    "Craft Supplies & Tools",
    [["Patterns & How To", [["Patterns & Blueprints"], ["Tutorials"]]], ["Tools & Equipment"]],
  ],
  ["Electronics & Accessories", [["Computers & Peripherals"], ["Gadgets"]]],
  ["Home & Living", [["Home Decor"], ["Office", [["Office & School Supplies"]]]]],
  [
    "Paper & Party Supplies",
    [["Paper", [["Calendars & Planners"], ["Stationery", [["Design & Templates"]]]]]],
  ],
];

const FIRST_ID = 1;

type Node = {
  id: number;
  level: number;
  name: string;
  parent_id: number | null;
  children: Node[];
  full_path_taxonomy_ids: number[];
};

/** `getSellerTaxonomyNodes`: the roots with their children. */
export function taxonomy() {
  let last = FIRST_ID - 1;
  const grow = ([name, children]: Branch, parent: Node | undefined): Node => {
    last += 1;
    const node: Node = {
      id: last,
      level: parent === undefined ? 0 : parent.level + 1,
      name,
      parent_id: parent?.id ?? null,
      children: [],
      full_path_taxonomy_ids: [...(parent?.full_path_taxonomy_ids ?? []), last],
    };
    node.children = (children ?? []).map((child) => grow(child, node));
    return node;
  };
  const results = TREE.map((root) => grow(root, undefined));
  return ok({ count: results.length, results });
}
