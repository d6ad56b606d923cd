/** As in package.json, without reading it at every start. */
export const version = "0.1.0";
