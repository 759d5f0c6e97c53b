import type { NoticeInput } from "../../http/contract/communication.ts";
import type { StoryKey } from "./story-key.ts";

type Told = Pick<NoticeInput, "subject" | "whatChanges" | "businessPurpose" | "selfHelp">;

/** What the demo's author writes to people, in their words. */
const TOLD: Readonly<Record<StoryKey, Told>> = {
  good: {
    subject: "Your screen will lock after 10 minutes",
    whatChanges:
      "When you do not touch your PC for 10 minutes, its screen locks. Until now it took 15. The sign-in page no longer shows who was there last, so you type your name as well.",
    businessPurpose:
      "A security review found unattended PCs in open offices and at the lines. Nobody should be able to read along.",
    selfHelp:
      "Lock the screen yourself with Windows key + L when you leave. To unlock, type your name and your password or use your fingerprint.",
  },
  bad: {
    subject: "Your laptop gets better protection when it starts",
    whatChanges:
      "Your laptop checks its own firmware when it starts. The next restart takes about a minute longer; after that you see no difference.",
    businessPurpose: "Our insurer asks for protection against manipulated firmware on every laptop that leaves the building.",
    selfHelp:
      "Save your work before the restart. If the laptop does not start properly, hold the power button for ten seconds and start it again.",
  },
  waiting: {
    subject: "USB sticks have to be encrypted",
    whatChanges:
      "You can read every USB stick as before. To write to one, it has to be encrypted; Windows offers to do that when you plug it in.",
    businessPurpose: "A stick with customer data was lost in spring. What is encrypted is of no use to whoever finds it.",
    selfHelp: "Plug the stick in, choose `Encrypt`, set a password and wait. A stick of 32 GB takes about twenty minutes.",
  },
};

export function noticeOf(story: StoryKey, stage: "pilot" | "production"): NoticeInput {
  const who =
    stage === "pilot" ? "You are among the first, so that others are spared what you find." : "Your site's turn has come.";
  return {
    ...TOLD[story],
    when: `${who} From the day after this notice, between 9:00 and 17:00 local time of your site.`,
    helpDeskContact: "Help desk: 4711 on any phone, help@tallgren.example, or the form on the intranet.",
  };
}

/** What people write who own a laptop of the faulty kind. */
export const CRIES_FOR_HELP = [
  {
    failedDevicesMin: 1,
    summary: "Laptop restarts by itself, again and again",
    description:
      "It shows the logo, restarts, shows the logo again. The fourth time it came up, and an hour later it began anew. I have a customer at two.",
  },
  {
    failedDevicesMin: 3,
    summary: "Screen stays black after the restart",
    description:
      "I restarted as the notice said. The fan runs and the keyboard is lit, but the screen is black. It was fine yesterday.",
  },
  {
    failedDevicesMin: 5,
    summary: "Black screen, then a message about protection",
    description:
      "Black for some minutes, then Windows says that a protection could not be turned on. My colleague with the same laptop has it too.",
  },
] as const;
