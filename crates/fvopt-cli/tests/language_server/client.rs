//! A client of a language server: JSON-RPC over standard input and output, as editors speak it.

use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

/// How long a server that hangs is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
pub struct Client {
    server: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    /// Notifications that came while an answer was waited for.
    notifications: VecDeque<Value>,
    last_request: i64,
}

impl Client {
    /// Starts the server and goes through the handshake; what it says that it can do.
    pub fn start() -> (Self, Value) {
        let mut server = Command::new(env!("CARGO_BIN_EXE_fvopt-lsp-server"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("fvopt-lsp-server starts");
        let input = server.stdin.take().expect("its input");
        let mut output = BufReader::new(server.stdout.take().expect("its output"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let mut client = Self {
            server,
            input,
            messages,
            notifications: VecDeque::new(),
            last_request: 0,
        };
        let outline = json!({ "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } });
        let hello = json!({
            "processId": null,
            "rootUri": null,
            "capabilities": { "textDocument": outline },
            "trace": "off",
        });
        let answer = client.request("initialize", hello);
        client.notify("initialized", json!({}));
        (client, answer["capabilities"].clone())
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("it listens");
        self.input.flush().expect("it listens");
    }

    fn receive(&mut self) -> Value {
        self.messages.recv_timeout(PATIENCE).expect("it answers")
    }

    /// Tells the server something.
    pub fn notify(&mut self, method: &str, parameters: Value) {
        self.send(json!({ "method": method, "params": parameters }));
    }

    /// Asks the server something.
    pub fn request(&mut self, method: &str, parameters: Value) -> Value {
        self.last_request += 1;
        let id = self.last_request;
        self.send(json!({ "id": id, "method": method, "params": parameters }));
        loop {
            let message = self.receive();
            if message["id"] == json!(id) {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
            self.notifications.push_back(message);
        }
    }

    /// Opens a document and gives what is wrong with it.
    pub fn open(&mut self, uri: &str, text: &str) -> Vec<Value> {
        let document = json!({ "uri": uri, "languageId": "mlir", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
        self.diagnostics(uri)
    }

    /// Replaces the text of a document and gives what is wrong with it.
    pub fn change(&mut self, uri: &str, version: i64, text: &str) -> Vec<Value> {
        let document = json!({ "uri": uri, "version": version });
        let changes = json!([{ "text": text }]);
        let parameters = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", parameters);
        self.diagnostics(uri)
    }

    fn diagnostics(&mut self, uri: &str) -> Vec<Value> {
        loop {
            let message = match self.notifications.pop_front() {
                Some(message) => message,
                None => self.receive(),
            };
            let parameters = &message["params"];
            if message["method"] == "textDocument/publishDiagnostics" && parameters["uri"] == uri {
                return parameters["diagnostics"]
                    .as_array()
                    .cloned()
                    .unwrap_or_default();
            }
        }
    }

    /// Ends the server as editors do.
    pub fn stop(mut self) -> ExitStatus {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.server.wait().expect("it ends")
    }
}

/// One message; none at the end.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", digits)) => length = digits.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
