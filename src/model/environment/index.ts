export { connectBindings } from "./bindings.ts";
export { connectCredentials } from "./credential.ts";
