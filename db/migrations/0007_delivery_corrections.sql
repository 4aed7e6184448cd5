CREATE TABLE "delivery_corrections" (
	"id" text PRIMARY KEY NOT NULL,
	"delivery_id" text NOT NULL,
	"recipient_id" text NOT NULL,
	"method" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"sent_by" text,
	"note" text DEFAULT '' NOT NULL,
	"reason" text NOT NULL,
	"corrected_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "delivery_corrections" ADD CONSTRAINT "delivery_corrections_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_corrections" ADD CONSTRAINT "delivery_corrections_recipient_id_recipients_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."recipients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_corrections" ADD CONSTRAINT "delivery_corrections_sent_by_people_id_fk" FOREIGN KEY ("sent_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_corrections" ADD CONSTRAINT "delivery_corrections_corrected_by_people_id_fk" FOREIGN KEY ("corrected_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "delivery_corrections_delivery_id_created_at_index" ON "delivery_corrections" USING btree ("delivery_id","created_at");--> statement-breakpoint
create trigger require_transaction before insert or update or delete on delivery_corrections
  for each statement execute function require_transaction();
--> statement-breakpoint
create trigger append_only before update or delete on delivery_corrections for each row execute function refuse_change();
