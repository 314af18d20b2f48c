import type { DashboardAnswers } from '../../schemas/generated/dashboard.ts'

/** The answer of each route. */
export type Answers = Required<DashboardAnswers>

/** Routes that only read. */
export type ViewRoute = Exclude<keyof Answers, 'weight' | 'labels'>

/** Name of the element of a static export that contains its answers as JSON. */
export const EXPORT_ELEMENT = 'aios-answers'
