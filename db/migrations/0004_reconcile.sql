CREATE TABLE "recounts" (
	"platform_id" integer NOT NULL,
	"transaction_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"amount" bigint NOT NULL,
	"quantity" integer NOT NULL,
	"currency" text NOT NULL,
	"transaction_date" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "recounts_platform_id_transaction_id_sequence_pk" PRIMARY KEY("platform_id","transaction_id","sequence")
);
--> statement-breakpoint
DROP INDEX "platform_listings_stats";--> statement-breakpoint
ALTER TABLE "platform_listings" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "platforms" ADD COLUMN "reconciled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "platforms" ADD COLUMN "recount" jsonb;--> statement-breakpoint
ALTER TABLE "platforms" ADD COLUMN "recounted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "recounts" ADD CONSTRAINT "recounts_platform_id_platforms_id_fk" FOREIGN KEY ("platform_id") REFERENCES "public"."platforms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "platform_listings_watched" ON "platform_listings" USING btree ("platform_id","stats_at" NULLS FIRST,"id") WHERE platform_listing_id is not null and listed_at is not null and hold is null and status in ('listed', 'active', 'paused');--> statement-breakpoint
CREATE INDEX "platform_listings_checked" ON "platform_listings" USING btree ("platform_id","checked_at" NULLS FIRST,"id") WHERE status in ('listed', 'active');