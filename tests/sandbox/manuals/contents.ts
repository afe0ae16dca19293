import type { Block, ManualPage } from "./page";
import { manualPage } from "./page";
import { text } from "./prose";

/** The contents page, after the cover: what the book is for, then every page by number. */
export function contentsPage(opening: string, pages: readonly ManualPage[], firstNumber: number): ManualPage {
  return manualPage("Contents", text(opening), list(pages, firstNumber));
}

function list(pages: readonly ManualPage[], firstNumber: number): Block {
  return {
    measure: () => ({ min: pages.length * 22, max: pages.length * 34 }),
    draw(pen) {
      const row = pen.height / pages.length;
      pages.forEach(({ title }, i) => {
        const y = pen.height - (i + 1) * row + row / 2 - 4;
        const start = pen.style.regular.widthOfTextAtSize(title, 12) + 8;
        pen.text(title, 0, y, { size: 12 });
        pen.segment([start, y + 2], [pen.width - 24, y + 2], { colour: pen.style.rule, width: 0.6, dash: 2 });
        pen.text(String(firstNumber + i), pen.width, y, {
          size: 12,
          bold: true,
          colour: pen.style.theme.accent,
          align: "right",
        });
      });
    },
  };
}
