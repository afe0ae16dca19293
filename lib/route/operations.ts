import { taskNames } from "../runs";
import * as actions from "./actions";
import * as agent from "./agent";
import * as listings from "./listings";
import * as manuals from "./manuals";
import type { Operation } from "./operation";
import * as platforms from "./platforms";
import * as revenue from "./revenue";
import * as webhooks from "./webhooks";
import * as workspace from "./workspace";

/** Everything that the HTTP API does. A route without an entry here fails a test. */
export const operations: readonly Operation[] = [
  platforms.listPlatformsOperation,
  platforms.configureOperation,
  platforms.activateOperation,
  platforms.deactivateOperation,
  platforms.syncOperation,
  manuals.listManualsOperation,
  manuals.addManualOperation,
  manuals.getManualOperation,
  manuals.changeManualOperation,
  manuals.manualImageOperation,
  listings.listListingsOperation,
  listings.retryListingOperation,
  listings.listingFileOperation,
  actions.listActionsOperation,
  actions.getActionOperation,
  actions.resolveOperation,
  actions.resolveWithFileOperation,
  actions.cancelActionOperation,
  actions.reopenOperation,
  revenue.revenueOperation,
  revenue.listEntriesOperation,
  revenue.revenueCsvOperation,
  workspace.statsOperation,
  agent.startRunOperation,
  agent.listRunsOperation,
  agent.getRunOperation,
  workspace.getSettingsOperation,
  workspace.changeSettingsOperation,
  workspace.openApiOperation,
  workspace.signInLinkOperation,
  workspace.healthOperation,
  webhooks.webhookOperation,
  ...taskNames.flatMap((task) => [agent.cronOperation("GET", task), agent.cronOperation("POST", task)]),
];
