CREATE SEQUENCE "public"."listing_fence" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "action_queue" (
	"id" serial PRIMARY KEY NOT NULL,
	"action_type" text NOT NULL,
	"cause" text NOT NULL,
	"priority" integer DEFAULT 50 NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"prompt" text NOT NULL,
	"input_type" text NOT NULL,
	"input_options" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"context" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"user_response" text,
	"responded_by" text,
	"responded_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"platform_id" integer,
	"listing_id" integer,
	"manual_id" integer,
	CONSTRAINT "action_queue_status_value" CHECK ("action_queue"."status" in ('pending', 'completed', 'cancelled', 'timed_out')),
	CONSTRAINT "action_queue_type" CHECK ("action_queue"."action_type" in ('account_setup', 'authentication', 'verification', 'captcha', 'manual_listing', 'manual_update', 'manual_end', 'rights', 'choose', 'approve', 'provide_data')),
	CONSTRAINT "action_queue_input" CHECK ("action_queue"."input_type" in ('text', 'url', 'confirmation', 'selection', 'file', 'secret'))
);
--> statement-breakpoint
CREATE TABLE "listing_outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"manual_id" integer,
	"platform_id" integer,
	"cursor" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "listing_steps" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"listing_id" integer NOT NULL,
	"generation" integer NOT NULL,
	"step" text NOT NULL,
	"fence" bigint NOT NULL,
	"outcome" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "listing_work" (
	"listing_id" integer PRIMARY KEY NOT NULL,
	"platform_id" integer NOT NULL,
	"due" timestamp (3) with time zone NOT NULL,
	"fence" bigint DEFAULT 0 NOT NULL,
	"step" text DEFAULT 'plan' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"misses" integer DEFAULT 0 NOT NULL,
	"intent_at" timestamp (3) with time zone,
	"plan" jsonb,
	"notes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "listing_work_step" CHECK ("listing_work"."step" in ('plan', 'create', 'upload', 'enrich', 'publish', 'verify'))
);
--> statement-breakpoint
CREATE TABLE "platform_listings" (
	"id" serial PRIMARY KEY NOT NULL,
	"manual_id" integer NOT NULL,
	"platform_id" integer NOT NULL,
	"natural_key" text NOT NULL,
	"slug" text NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"title" text NOT NULL,
	"seo_title" text,
	"description" text,
	"tags" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"price" integer,
	"currency" text,
	"overrides" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"platform_listing_id" text,
	"platform_url" text,
	"views" integer,
	"favorites" integer,
	"sales" integer DEFAULT 0 NOT NULL,
	"revenue" bigint DEFAULT 0 NOT NULL,
	"error_message" text,
	"retry_count" integer DEFAULT 0 NOT NULL,
	"hold" text,
	"resume" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"listed_at" timestamp (3) with time zone,
	CONSTRAINT "platform_listings_natural_key_unique" UNIQUE("natural_key"),
	CONSTRAINT "platform_listings_status" CHECK ("platform_listings"."status" in ('pending', 'listed', 'active', 'action_required', 'error', 'paused', 'ended')),
	CONSTRAINT "platform_listings_live" CHECK ("platform_listings"."status" not in ('listed', 'active') or "platform_listings"."platform_listing_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "manuals" (
	"id" serial PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"title_source" text NOT NULL,
	"title_sure" boolean NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"tags" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"status" text DEFAULT 'processing' NOT NULL,
	"error_message" text,
	"rights" text DEFAULT 'unverified' NOT NULL,
	"rights_note" text,
	"price" integer,
	"currency" text NOT NULL,
	"language" text,
	"page_count" integer NOT NULL,
	"has_text" boolean,
	"file_name" text NOT NULL,
	"file_key" text NOT NULL,
	"file_size" bigint NOT NULL,
	"sha256" text NOT NULL,
	"images" jsonb,
	"lease_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"processed_at" timestamp (3) with time zone,
	CONSTRAINT "manuals_sha256_unique" UNIQUE("sha256"),
	CONSTRAINT "manuals_status" CHECK ("manuals"."status" in ('processing', 'processed', 'failed')),
	CONSTRAINT "manuals_rights" CHECK ("manuals"."rights" in ('own_work', 'licence', 'public_domain', 'unverified')),
	CONSTRAINT "manuals_price" CHECK ("manuals"."price" is null or "manuals"."price" >= 0),
	CONSTRAINT "manuals_ready" CHECK ("manuals"."status" <> 'processed' or ("manuals"."price" is not null and "manuals"."images" is not null))
);
--> statement-breakpoint
CREATE TABLE "platforms" (
	"id" serial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"is_active" boolean DEFAULT false NOT NULL,
	"list_by_hand" boolean DEFAULT false NOT NULL,
	"credentials" text,
	"candidate" text,
	"credential_hints" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"credentials_version" integer DEFAULT 0 NOT NULL,
	"credentials_status" text DEFAULT 'not_configured' NOT NULL,
	"connection_error" text,
	"account" jsonb,
	"price_factor" text,
	"refresh_until" timestamp (3) with time zone,
	"total_revenue" bigint DEFAULT 0 NOT NULL,
	"sync_status" text DEFAULT 'never_synced' NOT NULL,
	"last_sync" timestamp (3) with time zone,
	"sync_error" text,
	"webhook_token" text NOT NULL,
	CONSTRAINT "platforms_name_unique" UNIQUE("name"),
	CONSTRAINT "platforms_credentials" CHECK ("platforms"."credentials_status" in ('not_configured', 'pending', 'verified', 'error')),
	CONSTRAINT "platforms_sync" CHECK ("platforms"."sync_status" in ('never_synced', 'syncing', 'synced', 'error')),
	CONSTRAINT "platforms_verified" CHECK ("platforms"."credentials_status" <> 'verified' or "platforms"."credentials" is not null)
);
--> statement-breakpoint
CREATE TABLE "quotas" (
	"platform_id" integer NOT NULL,
	"bucket" text NOT NULL,
	"seconds" integer NOT NULL,
	"cap" integer NOT NULL,
	"started" timestamp (3) with time zone NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "quotas_platform_id_bucket_seconds_pk" PRIMARY KEY("platform_id","bucket","seconds"),
	CONSTRAINT "quotas_cap" CHECK ("quotas"."cap" > 0)
);
--> statement-breakpoint
CREATE TABLE "agent_runs" (
	"id" serial PRIMARY KEY NOT NULL,
	"task" text NOT NULL,
	"trigger" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"again" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"lease_until" timestamp (3) with time zone NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"counts" jsonb NOT NULL,
	"error" text,
	CONSTRAINT "agent_runs_status" CHECK ("agent_runs"."status" in ('queued', 'running', 'finished', 'problems', 'failed')),
	CONSTRAINT "agent_runs_trigger" CHECK ("agent_runs"."trigger" in ('schedule', 'button'))
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"workspace_key" text NOT NULL,
	"agent_enabled" boolean DEFAULT true NOT NULL,
	"publish" text DEFAULT 'auto' NOT NULL,
	"renew" text DEFAULT 'ask' NOT NULL,
	"currency" text DEFAULT 'USD' NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"base_prices" jsonb NOT NULL,
	"auto_pricing" jsonb NOT NULL,
	CONSTRAINT "settings_one_row" CHECK ("settings"."id" = 1),
	CONSTRAINT "settings_publish" CHECK ("settings"."publish" in ('auto', 'ask')),
	CONSTRAINT "settings_renew" CHECK ("settings"."renew" in ('ask', 'auto', 'never'))
);
--> statement-breakpoint
CREATE TABLE "sign_in_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"blocked_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" serial PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text DEFAULT 'owner' NOT NULL,
	"password_hash" text,
	"session_version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "users_role" CHECK ("users"."role" in ('owner', 'operator', 'viewer'))
);
--> statement-breakpoint
ALTER TABLE "action_queue" ADD CONSTRAINT "action_queue_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_queue" ADD CONSTRAINT "action_queue_listing_id_platform_listings_id_fk" FOREIGN KEY ("listing_id") REFERENCES "public"."platform_listings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_queue" ADD CONSTRAINT "action_queue_manual_id_manuals_id_fk" FOREIGN KEY ("manual_id") REFERENCES "public"."manuals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listing_outbox" ADD CONSTRAINT "listing_outbox_manual_id_manuals_id_fk" FOREIGN KEY ("manual_id") REFERENCES "public"."manuals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listing_outbox" ADD CONSTRAINT "listing_outbox_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listing_steps" ADD CONSTRAINT "listing_steps_listing_id_platform_listings_id_fk" FOREIGN KEY ("listing_id") REFERENCES "public"."platform_listings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listing_work" ADD CONSTRAINT "listing_work_listing_id_platform_listings_id_fk" FOREIGN KEY ("listing_id") REFERENCES "public"."platform_listings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_listings" ADD CONSTRAINT "platform_listings_manual_id_manuals_id_fk" FOREIGN KEY ("manual_id") REFERENCES "public"."manuals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "platform_listings" ADD CONSTRAINT "platform_listings_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotas" ADD CONSTRAINT "quotas_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "action_queue_open_cause" ON "action_queue" USING btree ("cause") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "action_queue_status" ON "action_queue" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "listing_steps_listing" ON "listing_steps" USING btree ("listing_id","id");--> statement-breakpoint
CREATE INDEX "listing_work_due" ON "listing_work" USING btree ("platform_id","due");--> statement-breakpoint
CREATE UNIQUE INDEX "platform_listings_pair" ON "platform_listings" USING btree ("manual_id","platform_id");--> statement-breakpoint
CREATE UNIQUE INDEX "platform_listings_remote" ON "platform_listings" USING btree ("platform_id","platform_listing_id");--> statement-breakpoint
CREATE INDEX "platform_listings_by_platform" ON "platform_listings" USING btree ("platform_id","status");--> statement-breakpoint
CREATE INDEX "platform_listings_hold" ON "platform_listings" USING btree ("hold") WHERE hold is not null;--> statement-breakpoint
CREATE INDEX "manuals_due" ON "manuals" USING btree ("lease_until") WHERE status = 'processing';--> statement-breakpoint
CREATE UNIQUE INDEX "agent_runs_open" ON "agent_runs" USING btree ("task") WHERE status in ('queued', 'running');