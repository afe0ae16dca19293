DROP INDEX "platform_listings_stats";--> statement-breakpoint
ALTER TABLE "platform_listings" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "platforms" ADD COLUMN "reconciled_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "platform_listings_watched" ON "platform_listings" USING btree ("platform_id","stats_at" NULLS FIRST,"id") WHERE platform_listing_id is not null and listed_at is not null and hold is null and status in ('listed', 'active', 'paused');--> statement-breakpoint
CREATE INDEX "platform_listings_checked" ON "platform_listings" USING btree ("platform_id","checked_at" NULLS FIRST,"id") WHERE status in ('listed', 'active');