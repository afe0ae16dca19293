import { getDb } from "@/db/client";
import { listPlatforms } from "@/db/queries/platforms";
import { clock, viewer } from "../_ui/data";
import { Screen } from "../_ui/screen";
import { PlatformRowCard } from "./row";

export const metadata = { title: "Platforms" };
export const dynamic = "force-dynamic";

export default async function Platforms() {
  const { canEdit } = await viewer();
  const platforms = await listPlatforms(await getDb());
  const time = await clock();
  return (
    <Screen title="Platforms">
      <div className="grid gap-4 lg:grid-cols-2">
        {platforms.map((platform) => (
          <PlatformRowCard key={platform.id} platform={platform} canEdit={canEdit} clock={time} />
        ))}
      </div>
    </Screen>
  );
}
