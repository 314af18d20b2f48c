/** A question was interrupted with Ctrl-C: the command ends without a message, with the exit code that shells give. */
export class Interrupted extends Error {}

/** Exit code after SIGINT. */
export const INTERRUPTED = 130
