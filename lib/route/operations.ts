import * as actions from "./actions";
import * as agent from "./agent";
import * as listings from "./listings";
import * as manuals from "./manuals";
import type { Operation } from "./operation";
import * as platforms from "./platforms";
import * as workspace from "./workspace";

/** Everything that the HTTP API does. A route without an entry here fails a test. */
export const operations: readonly Operation[] = [
  platforms.listPlatformsOperation,
  platforms.configureOperation,
  platforms.activateOperation,
  platforms.deactivateOperation,
  manuals.listManualsOperation,
  manuals.addManualOperation,
  manuals.getManualOperation,
  manuals.changeManualOperation,
  manuals.manualImageOperation,
  listings.listListingsOperation,
  listings.retryListingOperation,
  actions.listActionsOperation,
  actions.getActionOperation,
  actions.resolveOperation,
  actions.resolveWithFileOperation,
  actions.cancelActionOperation,
  agent.startRunOperation,
  agent.listRunsOperation,
  agent.getRunOperation,
  workspace.getSettingsOperation,
  workspace.changeSettingsOperation,
  workspace.openApiOperation,
  workspace.signInLinkOperation,
  workspace.healthOperation,
  agent.cronOperation("GET", "run-agent"),
  agent.cronOperation("POST", "run-agent"),
  agent.cronOperation("GET", "auto-list"),
  agent.cronOperation("POST", "auto-list"),
];
