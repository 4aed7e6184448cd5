import { Decoder as JsonDecoder } from "socket.io-parser";
