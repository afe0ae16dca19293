import { messageOf } from "@/lib/errors";
import { openHere } from "./ask";

/** `npm run db:migrate`: brings the database up to this code's schema. */
openHere()
  .then(async ({ close, driver }) => {
    await close();
    console.log(`The database (${driver}) has this version's schema.`);
  })
  .catch((error) => {
    console.error(messageOf(error));
    process.exit(1);
  });
