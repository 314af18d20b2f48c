import { homedir } from 'node:os'
import { resolve } from 'node:path'

/** `~` and `~/...`, as a shell reads them: the folder of the user. */
const HOME = /^~(?=$|[\\/])/

/** A path of a setting or of the command line as an absolute one. `~` is the folder of the user, as in a shell. */
export function pathFrom(root: string, text: string): string {
  return resolve(root, expandHome(text.trim()))
}

/** A path with the folder of the user for `~`; shells leave it in quotes and in `--option=~/file`. */
export function expandHome(path: string): string {
  return path.replace(HOME, () => homedir())
}
