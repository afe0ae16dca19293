CREATE TABLE "deliveries" (
	"source" text NOT NULL,
	"delivery_id" text NOT NULL,
	"running_until" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "deliveries_source_delivery_id_pk" PRIMARY KEY("source","delivery_id")
);
