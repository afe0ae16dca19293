import { FileQuestion } from "lucide-react";
import { ButtonLink } from "./_ui/button";
import { Empty } from "./_ui/empty";

export const metadata = { title: "Not here" };

export default function NotFound() {
  return (
    <main id="main" className="pt-20">
      <Empty
        icon={FileQuestion}
        title="This page is not here"
        heading="h1"
        text="It may have been removed, or its address is not complete."
      >
        <ButtonLink href="/passive-income/listings">Go to listings</ButtonLink>
      </Empty>
    </main>
  );
}
