/** Header of each response of a dashboard: its id. */
export const ID_HEADER = 'x-aios-dashboard'
