DROP INDEX "listing_work_due";--> statement-breakpoint
CREATE INDEX "listing_work_due" ON "listing_work" USING btree ("platform_id","due","listing_id");