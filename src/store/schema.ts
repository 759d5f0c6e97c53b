import type { ColumnType } from "kysely";
import type { AudienceQuery } from "../audience/audience-engine.ts";
import type { Assignment } from "../audience/assignment.ts";
import type { Role, SigningKeyRow } from "../app/ports/access-store.ts";
import type { SignInLinkRow } from "../app/ports/account-store.ts";
import type { IdentityRow } from "../app/ports/device-store.ts";
import type { RequestRow } from "../app/ports/request-store.ts";
import type { Json } from "../kit/canonical-json.ts";
import type { DeviceId, GroupId, PolicyId, RolloutId, SiteId, UserId, VersionHash } from "../kit/ids.ts";
import type { Instant } from "../kit/instant.ts";
import type { Device, Ownership, Sensitivity } from "../estate/device.ts";
import type { MemberKind } from "../estate/group.ts";
import type { Platform } from "../estate/platform.ts";
import type { BundleContent, BundleEnvelope } from "../policy/bundle/bundle.ts";
import type { ReportState } from "../policy/bundle/protocol.ts";
import type { PolicyContent } from "../policy/policy.ts";
import type { ApprovalRecord } from "../rollout/approval.ts";
import type { GateJudgement } from "../rollout/gate.ts";
import type { State } from "../rollout/lifecycle/types.ts";
import type { RolloutPlan } from "../rollout/rollout.ts";

/** Read as a value, written as JSON text: a JavaScript array would otherwise reach the driver as an SQL array. */
type Jsonb<T> = ColumnType<T, string, string>;
type JsonbOrNull<T> = ColumnType<T | null, string | null, string | null>;

/** The tables of src/store/migrations, as queries see them. */
export type Tables = {
  app_world: { singleton: boolean; tenant: string; revision: number; estate_revision: number; epoch: number };
  app_lease: { singleton: boolean; holder: string | null; until_ms: number };
  app_token: {
    token_hash: string;
    person: string;
    role: Role;
    label: string;
    created_at_ms: Instant;
    expires_at_ms: Instant | null;
    revoked_at_ms: Instant | null;
  };
  app_account: {
    login: string;
    display_name: string;
    roles: Role[];
    password_hash: string | null;
    created_at_ms: Instant;
    disabled_at_ms: Instant | null;
    last_sign_in_at_ms: Instant | null;
  };
  app_session: {
    token_hash: string;
    login: string;
    created_at_ms: Instant;
    last_used_at_ms: Instant;
    ended_at_ms: Instant | null;
  };
  app_sign_in_link: {
    secret_hash: string;
    asks: SignInLinkRow["purpose"]["asks"];
    login: string | null;
    roles: Role[] | null;
    created_at_ms: Instant;
    expires_at_ms: Instant;
    used_at_ms: Instant | null;
  };
  app_signing_key: { kid: string; public_jwk: Jsonb<SigningKeyRow["publicJwk"]>; private_sealed: string; created_at_ms: Instant };
  app_audit: {
    number: number;
    at_ms: Instant;
    actor: string;
    action: string;
    subject: string;
    detail: Jsonb<Json>;
    prev_hash: string;
    hash: string;
  };
  app_audit_head: { singleton: boolean; number: number; hash: string };
  app_outbox: {
    key: string;
    kind: string;
    rollout_id: RolloutId;
    payload: Jsonb<Json>;
    created_at_ms: Instant;
    attempts: number;
    next_attempt_at_ms: Instant | null;
    last_error: string | null;
    done_at_ms: Instant | null;
    receipt: JsonbOrNull<Json>;
  };
  estate_site: { id: SiteId; name: string; time_zone: string };
  estate_group: { id: GroupId; name: string; member_kind: MemberKind };
  estate_user: {
    id: UserId;
    principal_name: string;
    display_name: string;
    department: string | null;
    site_id: SiteId | null;
    mail: string | null;
    sensitivities: Sensitivity[];
    group_ids: GroupId[];
  };
  estate_device: {
    id: DeviceId;
    name: string;
    serial_number: string;
    platform: Platform;
    os_version: string | null;
    edition: string | null;
    manufacturer: string | null;
    model: string | null;
    ownership: Ownership;
    site_id: SiteId | null;
    primary_user_id: UserId | null;
    sensitivities: Sensitivity[];
    test_only: boolean;
    group_ids: Device["groupIds"];
  };
  estate_seen: { device_id: DeviceId; last_seen_at_ms: Instant };
  estate_baseline: { hash: string; taken_at_ms: Instant; summary: Jsonb<Json> };
  estate_identity: {
    device_id: DeviceId;
    thumbprint: string;
    public_jwk: Jsonb<IdentityRow["publicKey"]>;
    status: IdentityRow["status"];
    enrolled_at_ms: Instant;
  };
  estate_enrolment_token: {
    token_hash: string;
    label: string;
    created_by: string;
    created_at_ms: Instant;
    expires_at_ms: Instant;
    uses_left: number;
  };
  policy_policy: {
    id: PolicyId;
    live_number: number | null;
    version_count: number;
    assignments: Jsonb<readonly Assignment[]>;
    retired: boolean;
  };
  policy_version: {
    policy_id: PolicyId;
    number: number;
    hash: VersionHash;
    name: string;
    kind: string;
    content: Jsonb<PolicyContent>;
    created_at_ms: Instant;
    created_by: string;
  };
  policy_plan: { hash: string; inputs_hash: string; plan: Jsonb<Json>; created_at_ms: Instant; created_by: string };
  policy_bundle: {
    device_id: DeviceId;
    epoch: number;
    seq: number;
    set_hash: string;
    envelope: Jsonb<BundleEnvelope>;
    envelope_hash: string;
    offered_at_ms: Instant;
    report_number: number;
    report_hash: string | null;
    reported_seq: number;
    reported_at_ms: Instant | null;
    refused: JsonbOrNull<Json>;
  };
  policy_content: { set_hash: string; content_hash: string; content: Jsonb<BundleContent> };
  policy_report: {
    device_id: DeviceId;
    policy_id: PolicyId;
    version_hash: string;
    state: ReportState;
    settings: number;
    applied: number;
    verified: number;
    exceptions: Jsonb<Json>;
    reported_at_ms: Instant;
  };
  rollout_rollout: {
    id: RolloutId;
    name: string;
    author_id: string;
    reason: string;
    plan: Jsonb<RolloutPlan>;
    plan_hash: string;
    policy_id: PolicyId;
    target_hash: VersionHash | null;
    previous_hash: VersionHash | null;
    previous_audience: JsonbOrNull<AudienceQuery>;
    state: Jsonb<State>;
    state_kind: State["kind"];
    because: string;
    approval_count: number;
    revision: number;
    epoch: number;
    wake_at_ms: Instant | null;
    created_at_ms: Instant;
  };
  rollout_phase: {
    rollout_id: RolloutId;
    phase_index: number;
    name: string;
    cap: number;
    cohort_size: number;
    opened_at_ms: Instant;
    left_at_ms: Instant | null;
    published_at_ms: Instant | null;
    selection: Jsonb<Json>;
    judgement: JsonbOrNull<GateJudgement>;
  };
  rollout_cohort: { rollout_id: RolloutId; device_id: DeviceId; phase_index: number; cleared_at_ms: Instant | null };
  rollout_exposure: {
    rollout_id: RolloutId;
    device_id: DeviceId;
    phase_index: number;
    version_hash: VersionHash | null;
    offered_at_ms: Instant;
    rollout_revision: number;
    applied_at_ms: Instant | null;
    verified_at_ms: Instant | null;
    failed_at_ms: Instant | null;
    failure: JsonbOrNull<Json>;
  };
  rollout_approval: {
    rollout_id: RolloutId;
    number: number;
    purpose: ApprovalRecord["purpose"];
    person: string;
    plan_hash: string;
    decision: ApprovalRecord["decision"];
    reason: string;
    decided_at_ms: Instant;
  };
  support_request: {
    id: string;
    opened_at_ms: Instant;
    opened_by: string;
    requester: string;
    device_id: DeviceId | null;
    summary: string;
    description: string;
    worked_before: RequestRow["workedBefore"];
    source: string;
    external_id: string | null;
    state: RequestRow["state"];
    rollout_id: RolloutId | null;
    linked_by: string | null;
    linked_at_ms: Instant | null;
  };
};
