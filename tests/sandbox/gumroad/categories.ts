export interface Category {
  id: number;
  name: string;
  label: string;
  path: string;
  parent_id: number | null;
}

/** A slice of Gumroad's tree, from its seeds; production ids are not known, so these are made up. */
const CATEGORIES: Category[] = [
  root(1, "business-and-money", "Business & Money"),
  child(2, 1, "business-and-money/entrepreneurship", "Entrepreneurship"),
  child(3, 1, "business-and-money/management-and-leadership", "Management & Leadership"),
  root(10, "education", "Education"),
  child(11, 10, "education/classroom", "Classroom"),
  child(12, 10, "education/science", "Science"),
  child(13, 10, "education/specialties", "Specialties"),
  child(14, 10, "education/test-prep", "Test Prep"),
  root(30, "other", "Other"),
  root(40, "self-improvement", "Self Improvement"),
  child(41, 40, "self-improvement/crafts-and-dyi", "Crafts & DYI"),
  child(42, 41, "self-improvement/crafts-and-dyi/automotive", "Automotive"),
  child(43, 41, "self-improvement/crafts-and-dyi/sewing", "Sewing"),
  child(44, 41, "self-improvement/crafts-and-dyi/woodworking", "Woodworking"),
  root(50, "software-development", "Software Development"),
  child(51, 50, "software-development/hardware", "Hardware"),
  child(52, 51, "software-development/hardware/raspberry-pi", "Raspberry Pi"),
  root(60, "writing-and-publishing", "Writing & Publishing"),
  child(61, 60, "writing-and-publishing/resources", "Resources"),
];

export const OTHER = 30;

/** The flat list, ordered by path. */
export function listCategories(): Category[] {
  return CATEGORIES;
}

export function categoryById(id: number): Category | undefined {
  return CATEGORIES.find((category) => category.id === id);
}

export function categoryByPath(path: string): Category | undefined {
  return CATEGORIES.find((category) => category.path === path);
}

function root(id: number, path: string, label: string): Category {
  return { id, name: path, label, path, parent_id: null };
}

function child(id: number, parent: number, path: string, label: string): Category {
  return { id, name: path.slice(path.lastIndexOf("/") + 1), label, path, parent_id: parent };
}
