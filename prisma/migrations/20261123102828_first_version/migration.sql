-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('owner', 'admin', 'member');

-- CreateEnum
CREATE TYPE "PersonState" AS ENUM ('invited', 'active', 'disabled');

-- CreateEnum
CREATE TYPE "AccessLinkKind" AS ENUM ('setup', 'invite', 'reset');

-- CreateEnum
CREATE TYPE "MessageRole" AS ENUM ('root', 'user', 'assistant');

-- CreateEnum
CREATE TYPE "MessageState" AS ENUM ('running', 'complete', 'stopped', 'failed', 'interrupted');

-- CreateEnum
CREATE TYPE "TurnState" AS ENUM ('running', 'completed', 'stopped', 'failed', 'interrupted');

-- CreateEnum
CREATE TYPE "BudgetScope" AS ENUM ('organisation', 'person');

-- CreateEnum
CREATE TYPE "BudgetPeriod" AS ENUM ('day', 'month');

-- CreateEnum
CREATE TYPE "HoldState" AS ENUM ('held', 'settled', 'voided', 'expired');

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "state" "PersonState" NOT NULL,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT NOT NULL DEFAULT '',
    "ip_address" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_link" (
    "id" UUID NOT NULL,
    "kind" "AccessLinkKind" NOT NULL,
    "token_hash" TEXT NOT NULL,
    "person_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "access_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organisation" (
    "id" UUID NOT NULL,
    "only" BOOLEAN NOT NULL DEFAULT true,
    "name" TEXT NOT NULL DEFAULT 'Parlance',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "default_model" TEXT,
    "small_model" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "title" TEXT,
    "titled_by_person" BOOLEAN NOT NULL DEFAULT false,
    "model" TEXT,
    "parameters" JSONB NOT NULL DEFAULT '{}',
    "instructions" TEXT NOT NULL DEFAULT '',
    "leaf_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "parent_id" UUID,
    "role" "MessageRole" NOT NULL,
    "state" "MessageState" NOT NULL DEFAULT 'complete',
    "text" TEXT NOT NULL DEFAULT '',
    "depth" INTEGER NOT NULL,
    "tokens" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "turn" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "question_id" UUID NOT NULL,
    "answer_id" UUID NOT NULL,
    "state" "TurnState" NOT NULL DEFAULT 'running',
    "requested_model" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "parameters" JSONB NOT NULL DEFAULT '{}',
    "notes" JSONB NOT NULL DEFAULT '[]',
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "finish_reason" TEXT,
    "failure" TEXT,
    "first_token_ms" INTEGER,
    "duration_ms" INTEGER,
    "provider_request_id" TEXT,

    CONSTRAINT "turn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "summary" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "through_id" UUID NOT NULL,
    "through_depth" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "tokens_before" INTEGER NOT NULL,
    "tokens_after" INTEGER NOT NULL,
    "turns" INTEGER NOT NULL,
    "model" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "summary_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_setting" (
    "model_id" TEXT NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "input_price" BIGINT,
    "cached_input_price" BIGINT,
    "cache_write_price" BIGINT,
    "output_price" BIGINT,
    "context_window" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_setting_pkey" PRIMARY KEY ("model_id")
);

-- CreateTable
CREATE TABLE "token_calibration" (
    "model" TEXT NOT NULL,
    "ratio_ppm" INTEGER NOT NULL,
    "samples" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "token_calibration_pkey" PRIMARY KEY ("model")
);

-- CreateTable
CREATE TABLE "budget" (
    "id" UUID NOT NULL,
    "scope" "BudgetScope" NOT NULL,
    "subject_id" UUID NOT NULL,
    "period" "BudgetPeriod" NOT NULL,
    "limit_nano_usd" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "budget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_balance" (
    "id" UUID NOT NULL,
    "scope" "BudgetScope" NOT NULL,
    "subject_id" UUID NOT NULL,
    "period" "BudgetPeriod" NOT NULL,
    "period_start" DATE NOT NULL,
    "limit_nano_usd" BIGINT,
    "spent_nano_usd" BIGINT NOT NULL DEFAULT 0,
    "held_nano_usd" BIGINT NOT NULL DEFAULT 0,
    "overrun_nano_usd" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "budget_balance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hold" (
    "id" UUID NOT NULL,
    "state" "HoldState" NOT NULL DEFAULT 'held',
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "conversation_id" UUID,
    "model" TEXT NOT NULL,
    "amount_nano_usd" BIGINT NOT NULL,
    "prompt_tokens" INTEGER NOT NULL,
    "price" JSONB NOT NULL,
    "day" DATE NOT NULL,
    "balance_ids" UUID[],
    "first_byte_at" TIMESTAMPTZ(3),
    "received_tokens" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" UUID NOT NULL,
    "hold_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "day" DATE NOT NULL,
    "person_id" UUID NOT NULL,
    "conversation_id" UUID,
    "kind" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "prompt_tokens" INTEGER NOT NULL,
    "cached_tokens" INTEGER NOT NULL,
    "cache_write_tokens" INTEGER NOT NULL,
    "completion_tokens" INTEGER NOT NULL,
    "reasoning_tokens" INTEGER NOT NULL,
    "price" JSONB NOT NULL,
    "cost_nano_usd" BIGINT NOT NULL,
    "basis" TEXT NOT NULL,
    "provider_request_id" TEXT,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "spend_day" (
    "day" DATE NOT NULL,
    "person_id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "cached_tokens" BIGINT NOT NULL,
    "cache_write_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "cost_nano_usd" BIGINT NOT NULL,

    CONSTRAINT "spend_day_pkey" PRIMARY KEY ("day","person_id","model","kind")
);

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "access_link_token_hash_key" ON "access_link"("token_hash");

-- CreateIndex
CREATE INDEX "access_link_person_id_idx" ON "access_link"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "organisation_only_key" ON "organisation"("only");

-- CreateIndex
CREATE INDEX "conversation_person_id_updated_at_idx" ON "conversation"("person_id", "updated_at" DESC);

-- CreateIndex
CREATE INDEX "message_conversation_id_parent_id_idx" ON "message"("conversation_id", "parent_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_conversation_id_id_key" ON "message"("conversation_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "turn_answer_id_key" ON "turn"("answer_id");

-- CreateIndex
CREATE INDEX "turn_conversation_id_started_at_idx" ON "turn"("conversation_id", "started_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "turn_person_id_client_id_key" ON "turn"("person_id", "client_id");

-- CreateIndex
CREATE INDEX "summary_conversation_id_through_depth_idx" ON "summary"("conversation_id", "through_depth" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "budget_scope_subject_id_period_key" ON "budget"("scope", "subject_id", "period");

-- CreateIndex
CREATE UNIQUE INDEX "budget_balance_scope_subject_id_period_period_start_key" ON "budget_balance"("scope", "subject_id", "period", "period_start");

-- CreateIndex
CREATE INDEX "hold_state_expires_at_idx" ON "hold"("state", "expires_at");

-- CreateIndex
CREATE INDEX "hold_person_id_state_idx" ON "hold"("person_id", "state");

-- CreateIndex
CREATE INDEX "ledger_entry_person_id_at_idx" ON "ledger_entry"("person_id", "at" DESC);

-- CreateIndex
CREATE INDEX "ledger_entry_at_idx" ON "ledger_entry"("at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_hold_id_attempt_key" ON "ledger_entry"("hold_id", "attempt");

-- CreateIndex
CREATE INDEX "spend_day_person_id_day_idx" ON "spend_day"("person_id", "day");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_link" ADD CONSTRAINT "access_link_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_conversation_id_parent_id_fkey" FOREIGN KEY ("conversation_id", "parent_id") REFERENCES "message"("conversation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "turn" ADD CONSTRAINT "turn_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "summary" ADD CONSTRAINT "summary_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
