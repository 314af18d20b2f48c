import type { DashboardAnswers } from '../../schemas/generated/dashboard.ts'

export type { PartialAnswer } from '../provenance/query/log-progress.ts'

/** The answer of each route. */
export type Answers = Required<DashboardAnswers>

/** Routes that only read. */
export type ViewRoute = Exclude<keyof Answers, 'weight' | 'labels'>

/** The header of an answer that has not all events yet, because the log is read for the first time: a `PartialAnswer`. */
export const PARTIAL_HEADER = 'aios-partial'

/** Name of the element of a static export that contains its answers as JSON. */
export const EXPORT_ELEMENT = 'aios-answers'
