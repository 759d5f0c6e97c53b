/** Gives a text to the viewer as a file: `Printing fix` and `devices.csv` make `Printing-fix-devices.csv`. */
export function saveAs(subject: string, kind: string, text: string, mediaType: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = Object.assign(document.createElement("a"), { href: address, download: `${fileNameOf(subject)}-${kind}` });
  link.click();
  URL.revokeObjectURL(address);
}

const NAME_LENGTH_MAX = 80;

/** Letters and digits of any script; everything else that a file system might mind becomes a dash. */
function fileNameOf(subject: string): string {
  const name = subject.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-|-$/g, "");
  return name.slice(0, NAME_LENGTH_MAX) || "rollout";
}
