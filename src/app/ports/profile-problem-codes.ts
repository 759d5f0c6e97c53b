import type { SourceProblemEntry } from "./source-problem-codes.ts";

/** What can be wrong in an Apple configuration profile, in XML, and in an archive. Part of `SOURCE_PROBLEMS`. */
export const PROFILE_PROBLEMS = {
  "xml-invalid": {
    severity: "error",
    title: "the text is not well-formed XML",
    help: "export the file again: it may be half-written or edited by hand",
  },
  "xml-declares-entities": {
    severity: "error",
    title: "the document type declares something of its own",
    help: "export the file again without declarations: entities of a document's own are never read",
  },
  "xml-too-deep": {
    severity: "error",
    title: "elements are nested deeper than 100 levels",
    help: "export the file again: no profile and no report is nested that deep",
  },
  "xml-too-large": {
    severity: "error",
    title: "the XML is larger than 24 MiB, or has more than 200,000 elements or attributes",
    help: "export fewer policies into one file",
  },
  "plist-invalid": {
    severity: "error",
    title: "the file is no XML property list, or one of its elements is in the wrong place",
    help: "correct the named place, or export the profile again",
  },
  "plist-key-duplicate": {
    severity: "error",
    title: "a dictionary has the same key twice",
    help: "remove one of the two: it cannot be told which one is meant",
  },
  "plist-binary": {
    severity: "error",
    title: "the profile is a binary property list, which is not read",
    help: "convert it to XML: `plutil -convert xml1 FILE` on a Mac",
  },
  "profile-invalid": {
    severity: "error",
    title: "the property list is no configuration profile",
    help: "a profile is a dictionary with the `PayloadType` `Configuration` and a list `PayloadContent`",
  },
  "payload-type-missing": {
    severity: "error",
    title: "a profile or one of its payloads has no `PayloadType`",
    help: "give the payload its type, or export the profile again",
  },
  "payload-type-unknown": {
    severity: "warning",
    title: "a payload is of a type that is not known",
    help: "it is kept whole, and plans show its effect as unknown; a newer catalogue may know the type",
  },
  "profile-platforms-assumed": {
    severity: "warning",
    title: "no payload of the profile says which platforms it is for",
    help: "it is taken to be for iOS, iPadOS and macOS, so that no conflict is overlooked",
  },
  "profile-encrypted": {
    severity: "warning",
    title: "the payloads are encrypted, and their effect is not read",
    help: "import the profile as it was before it was encrypted",
  },
  "profile-encrypted-whole": {
    severity: "error",
    title: "the profile is encrypted as a whole",
    help: "import the profile as it was before it was encrypted",
  },
  "profile-secrets-kept-out": {
    severity: "warning",
    title: "passwords, keys or certificates with their key were left out",
    help: "nothing to do: Tidegate never takes them in, and knows of each only that there is one",
  },
  "profile-signature-unverified": {
    severity: "warning",
    title: "the profile is signed, and nobody has checked the signature",
    help: "nothing to do for planning; devices check it themselves",
  },
  "profile-signature-invalid": {
    severity: "error",
    title: "the bytes are no signed message with the profile in it",
    help: "export the profile again, or import it unsigned",
  },
  "archive-invalid": {
    severity: "error",
    title: "the file is no zip archive that can be read, or a part of it is damaged",
    help: "make the archive again, or import the folder itself",
  },
  "archive-too-large": {
    severity: "error",
    title: "the archive holds more than 20,000 files, a file of more than 64 MiB, or more than 256 MiB together",
    help: "import it in parts",
  },
  "archive-ratio": {
    severity: "error",
    title: "a file of the archive grows to more than 200 times its packed size",
    help: "no export does that: look at who made the archive",
  },
  "archive-path-unsafe": {
    severity: "error",
    title: "a file of the archive has a path that leads out of it",
    help: "make the archive again from within its folder, without `..`, drive letters and links",
  },
  "archive-nested": {
    severity: "error",
    title: "an archive within the archive",
    help: "unpack the inner one and import it by itself",
  },
  "archive-encrypted": {
    severity: "error",
    title: "a file of the archive is protected by a password",
    help: "make the archive again without one",
  },
} as const satisfies Record<string, SourceProblemEntry>;
