// The script that keeps what is read on the device, and says when there is a new publication.

import { addressOf } from "./later.ts";
import { keepRead, offerNew } from "./offline/worker.ts";

const { serviceWorker } = navigator;
const address = addressOf("worker");
// A browser without it, or that lets this site store nothing, reads pages as they come.
if (serviceWorker && address) {
  serviceWorker.register(address).then((registration) => {
    offerNew(serviceWorker, registration);
    return keepRead(serviceWorker);
  }).catch(() => undefined);
}
