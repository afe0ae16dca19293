CREATE TABLE "listing_views" (
	"listing_id" integer NOT NULL,
	"day" date NOT NULL,
	"views" integer NOT NULL,
	CONSTRAINT "listing_views_listing_id_day_pk" PRIMARY KEY("listing_id","day")
);
--> statement-breakpoint
CREATE TABLE "price_changes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"listing_id" integer NOT NULL,
	"price_before" integer NOT NULL,
	"price_after" integer NOT NULL,
	"currency" text NOT NULL,
	"views" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"applied_at" timestamp (3) with time zone,
	CONSTRAINT "price_changes_down" CHECK ("price_changes"."price_after" < "price_changes"."price_before")
);
--> statement-breakpoint
CREATE TABLE "revenue" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"platform_id" integer NOT NULL,
	"listing_id" integer,
	"transaction_type" text NOT NULL,
	"transaction_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"amount" bigint NOT NULL,
	"fee" bigint NOT NULL,
	"net" bigint GENERATED ALWAYS AS (amount - fee) STORED,
	"currency" text NOT NULL,
	"quantity" integer NOT NULL,
	"basis" text NOT NULL,
	"transaction_date" timestamp (3) with time zone NOT NULL,
	"remote_id" text,
	"remote_title" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "revenue_type" CHECK ("revenue"."transaction_type" in ('sale', 'refund', 'fee', 'dispute', 'dispute_reversed', 'payout', 'adjustment')),
	CONSTRAINT "revenue_basis" CHECK ("revenue"."basis" in ('reported', 'estimated')),
	CONSTRAINT "revenue_currency" CHECK ("revenue"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "revenue_quantity" CHECK ("revenue"."quantity" >= 0)
);
--> statement-breakpoint
CREATE TABLE "revenue_daily" (
	"day" date NOT NULL,
	"platform_id" integer NOT NULL,
	"currency" text NOT NULL,
	"units" integer NOT NULL,
	"gross" bigint NOT NULL,
	"refunds" bigint NOT NULL,
	"fees" bigint NOT NULL,
	"estimated" integer NOT NULL,
	CONSTRAINT "revenue_daily_day_platform_id_currency_pk" PRIMARY KEY("day","platform_id","currency")
);
--> statement-breakpoint
CREATE TABLE "webhook_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"platform_id" integer NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"entries" jsonb NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"booked_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "listing_work" DROP CONSTRAINT "listing_work_step";--> statement-breakpoint
ALTER TABLE "action_queue" ADD COLUMN "reminded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "platform_listings" ADD COLUMN "revenue_currency" text;--> statement-breakpoint
ALTER TABLE "platform_listings" ADD COLUMN "stats_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "platforms" ADD COLUMN "revenue_currency" text;--> statement-breakpoint
ALTER TABLE "platforms" ADD COLUMN "sales_cursor" jsonb;--> statement-breakpoint
ALTER TABLE "platforms" ADD COLUMN "sync_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "listing_views" ADD CONSTRAINT "listing_views_listing_id_platform_listings_id_fk" FOREIGN KEY ("listing_id") REFERENCES "public"."platform_listings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_changes" ADD CONSTRAINT "price_changes_listing_id_platform_listings_id_fk" FOREIGN KEY ("listing_id") REFERENCES "public"."platform_listings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revenue" ADD CONSTRAINT "revenue_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revenue" ADD CONSTRAINT "revenue_listing_id_platform_listings_id_fk" FOREIGN KEY ("listing_id") REFERENCES "public"."platform_listings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revenue_daily" ADD CONSTRAINT "revenue_daily_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD CONSTRAINT "webhook_events_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "price_changes_listing" ON "price_changes" USING btree ("listing_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "revenue_once" ON "revenue" USING btree ("platform_id","transaction_type","transaction_id","sequence");--> statement-breakpoint
CREATE INDEX "revenue_newest" ON "revenue" USING btree ("transaction_date","id");--> statement-breakpoint
CREATE INDEX "revenue_by_listing" ON "revenue" USING btree ("listing_id","transaction_date");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_events_once" ON "webhook_events" USING btree ("platform_id","event_id");--> statement-breakpoint
CREATE INDEX "webhook_events_waiting" ON "webhook_events" USING btree ("id") WHERE booked_at is null;--> statement-breakpoint
CREATE INDEX "action_queue_deadline" ON "action_queue" USING btree ("expires_at") WHERE status = 'pending' and expires_at is not null;--> statement-breakpoint
CREATE INDEX "platform_listings_stats" ON "platform_listings" USING btree ("platform_id","stats_at") WHERE status in ('listed', 'active');--> statement-breakpoint
ALTER TABLE "listing_work" ADD CONSTRAINT "listing_work_step" CHECK ("listing_work"."step" in ('plan', 'create', 'upload', 'enrich', 'publish', 'verify', 'price'));