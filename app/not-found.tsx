import { FileQuestion } from "lucide-react";
import { ButtonLink } from "./passive-income/_ui/button";
import { Empty } from "./passive-income/_ui/empty";

export const metadata = { title: "Not here" };

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <Empty
        icon={FileQuestion}
        title="This page is not here"
        heading="h1"
        text="Its address may have changed."
      >
        <ButtonLink href="/passive-income" variant="primary">
          Go to the overview
        </ButtonLink>
      </Empty>
    </main>
  );
}
