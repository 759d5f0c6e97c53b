import { randomBytes } from "node:crypto";
import { hash as argon2Hash, verify as argon2Verify } from "@node-rs/argon2";
import type { Passwords } from "../../app/ports/passwords.ts";
import { err, ok } from "../../kit/result.ts";
import { createTurns } from "./turns.ts";

/** Argon2id, the library's default kind. OWASP's password storage cheat sheet: at least 19 MiB, 2 passes, 1 lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;
const SALT_BYTES = 16;
/** Each holds its 19 MiB and a thread of the pool that file access needs too. */
const AT_ONCE_MAX = 2;
/** At some 40 ms each the last one waits about a second. */
const WAITING_MAX = 50;

/** Passwords as argon2id in PHC form. Characters that look the same count as the same (NFKC, NIST SP 800-63B). */
export function createArgon2Passwords(): Passwords {
  const inTurn = createTurns(AT_ONCE_MAX, WAITING_MAX);
  const nobodys = hashOfNobody();
  return {
    hash: async (password) => {
      const hashed = await inTurn(() => argon2Hash(normal(password), COST));
      return hashed === "busy" ? err("busy") : ok(hashed.value);
    },
    verify: async (hash, password) => {
      const fits = await inTurn(() => argon2Verify(hash ?? nobodys, normal(password)));
      if (fits === "busy") return "busy";
      return fits.value && hash !== null ? "fits" : "differs";
    },
  };
}

function normal(password: string): string {
  return password.normalize("NFKC");
}

/** Costs what a real one costs; nobody knows a password for it. */
function hashOfNobody(): string {
  const part = (bytes: number) => randomBytes(bytes).toString("base64").replace(/=+$/, "");
  const { memoryCost, timeCost, parallelism, outputLen } = COST;
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${part(SALT_BYTES)}$${part(outputLen)}`;
}
