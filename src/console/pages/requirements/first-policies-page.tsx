import { Button } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { FirstPoliciesAnswer, FirstPoliciesRequestBody, TemplatesAnswer } from "../../../http/contract/first-policies.ts";
import { keys } from "../../api/keys.ts";
import { queryClient } from "../../api/query-client.ts";
import { makeFirstPolicies, templatesQuery } from "../../api/requirements.ts";
import { useAnnounce } from "../../kit/announcer.tsx";
import { AppLink } from "../../kit/app-link.tsx";
import { ChoiceRow } from "../../kit/fields.tsx";
import { PageBody, PageHeader, Section } from "../../kit/layout.tsx";
import { Answer, ErrorState } from "../../kit/standing.tsx";
import { paths } from "../../paths.ts";
import { countOf } from "../../words/numbers.ts";
import { TemplateChoices } from "./template-choices.tsx";
import { PlatformChoices } from "./platform-choices.tsx";
import { FirstPoliciesResult } from "./first-policies-result.tsx";
import css from "./requirements.module.css";

type Platforms = FirstPoliciesRequestBody["platforms"];
/** By template: what was answered, as typed. */
export type Chosen = Readonly<Record<string, string>>;

const STEPS = ["Platforms", "What has to hold", "Look and save"] as const;

/** From what has to hold to a first set of policies, in three steps. Nothing is kept before the last one. */
export function FirstPoliciesPage() {
  const templates = useQuery(templatesQuery());
  return (
    <>
      <PageHeader
        title="First policies"
        crumbs={[{ label: "Requirements", href: paths.requirements() }]}
        lead="Say what has to hold. It becomes requirements in the register and drafts of policies; no device is touched."
      />
      <PageBody>
        <Answer of={templates} what="What can be chosen" lines={6}>
          {({ items }) => <Wizard templates={items} />}
        </Answer>
      </PageBody>
    </>
  );
}

function Wizard({ templates }: { templates: TemplatesAnswer["items"] }) {
  const announce = useAnnounce();
  const [step, setStep] = useState(0);
  const [platforms, setPlatforms] = useState<Platforms>(["windows"]);
  const [chosen, setChosen] = useState<Chosen>({});
  const [whom, setWhom] = useState<"all-devices" | "nobody">("all-devices");
  const [made, setMade] = useState<FirstPoliciesAnswer | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async (dryRun: boolean) => {
    if (isBusy) return;
    setIsBusy(true);
    setError(null);
    try {
      const answer = await makeFirstPolicies(bodyOf(templates, { platforms, chosen, whom, dryRun }));
      setMade(answer);
      setStep(2);
      if (!dryRun) {
        announce.polite(`${countOf(answer.policies.length, "draft")} made`);
        await queryClient.invalidateQueries({ queryKey: keys.policies("requirements") });
      }
    } catch (caught) {
      setError(caught);
    }
    setIsBusy(false);
  };
  const isDone = made !== null && !made.dryRun;
  const isReady = step === 0 ? platforms.length > 0 : Object.keys(chosen).length > 0;
  return (
    <Section title={STEPS[step] ?? ""} aside={<Steps at={step} />}>
      <div className={css["block"]}>
        {step === 0 ? <PlatformChoices chosen={platforms} onChange={setPlatforms} /> : null}
        {step === 1 ? <TemplateChoices templates={templates} platforms={platforms} chosen={chosen} onChange={setChosen} /> : null}
        {step === 2 && made !== null ? <FirstPoliciesResult made={made} /> : null}
        {step === 1 ? (
          <ChoiceRow
            label="For whom, once they are rolled out"
            value={whom}
            onChange={(value) => setWhom(value === "nobody" ? "nobody" : "all-devices")}
            choices={[
              { value: "all-devices", label: "All devices" },
              { value: "nobody", label: "Nobody yet" },
            ]}
          />
        ) : null}
        {error === null ? null : <ErrorState error={error} what="The first policies could not be made" />}
        <StepButtons
          step={step}
          isReady={isReady}
          isBusy={isBusy}
          isDone={isDone}
          onStep={setStep}
          onSend={(dryRun) => void send(dryRun)}
        />
      </div>
    </Section>
  );
}

type ButtonProps = Readonly<{
  step: number;
  isReady: boolean;
  isBusy: boolean;
  isDone: boolean;
  onStep: (step: number) => void;
  onSend: (dryRun: boolean) => void;
}>;

function StepButtons({ step, isReady, isBusy, isDone, onStep, onSend }: ButtonProps) {
  if (isDone) return <AppLink href={paths.requirements()}>To the requirements</AppLink>;
  return (
    <div className={css["actions"]}>
      {step > 0 ? <Button onClick={() => onStep(step - 1)}>Back</Button> : null}
      {step === 0 ? (
        <Button appearance="primary" disabledFocusable={!isReady} onClick={() => (isReady ? onStep(1) : undefined)}>
          Go on
        </Button>
      ) : null}
      {step === 1 ? (
        <Button appearance="primary" disabledFocusable={!isReady || isBusy} onClick={() => (isReady ? onSend(true) : undefined)}>
          {isBusy ? "Working it out ..." : "Show what would be made"}
        </Button>
      ) : null}
      {step === 2 ? (
        <Button appearance="primary" disabledFocusable={isBusy} onClick={() => onSend(false)}>
          {isBusy ? "Saving ..." : "Save requirements and drafts"}
        </Button>
      ) : null}
    </div>
  );
}

function Steps({ at }: { at: number }) {
  return (
    <ol className={css["steps"]}>
      {STEPS.map((name, index) => (
        <li key={name} aria-current={index === at ? "step" : undefined}>
          {index + 1}. {name}
        </li>
      ))}
    </ol>
  );
}

type Answers = Readonly<{ platforms: Platforms; chosen: Chosen; whom: "all-devices" | "nobody"; dryRun: boolean }>;

/** What is no number is sent as it was typed: the server says what is wrong with it. */
function bodyOf(templates: TemplatesAnswer["items"], { platforms, chosen, whom, dryRun }: Answers): FirstPoliciesRequestBody {
  const taken = templates.filter(({ id }) => chosen[id] !== undefined);
  return {
    platforms,
    chosen: taken.map(({ id, question }) => {
      const typed = (chosen[id] ?? "").trim();
      const isNumber = question?.kind === "number" && /^\d{1,6}$/.test(typed);
      return { template: id, answer: question === null || typed === "" ? null : isNumber ? Number(typed) : typed, reason: null };
    }),
    assignTo: { kind: whom },
    dryRun,
  };
}
