# SPDX-License-Identifier: Apache-2.0
# frozen_string_literal: true

# Loads a Ruby handler and serves it with events, frame by frame.
#
# The frames are described in the Java package io.glowplug.runtime.channel.framed; what the handler gets to see follows
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-ruby.html. Runs on Ruby 3.1 and newer, with nothing but its
# standard library.

require 'json'
require 'logger'
require 'socket'
require 'stringio'

# Lambda's own client has these loaded, so functions use them without asking.
autoload :Net, 'net/http'
autoload :URI, 'uri'

# https://docs.aws.amazon.com/lambda/latest/dg/ruby-context.html
class LambdaContext
  attr_reader :aws_request_id, :invoked_function_arn, :log_group_name, :log_stream_name, :function_name,
              :memory_limit_in_mb, :function_version, :identity, :client_context, :deadline_ms, :tenant_id

  def initialize(header)
    @aws_request_id = header['requestId']
    @invoked_function_arn = header['invokedFunctionArn']
    @deadline_ms = header['deadlineMs']
    @client_context = JSON.parse(header['clientContext']) if header['clientContext']
    @function_name = ENV['AWS_LAMBDA_FUNCTION_NAME']
    @function_version = ENV['AWS_LAMBDA_FUNCTION_VERSION']
    @memory_limit_in_mb = ENV['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']
    @log_group_name = ENV['AWS_LAMBDA_LOG_GROUP_NAME']
    @log_stream_name = ENV['AWS_LAMBDA_LOG_STREAM_NAME']
  end

  def get_remaining_time_in_millis
    [deadline_ms - Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond), 0].max
  end
end

module Glowplug
  INVOKE, READY, RESPONSE, ERROR, INIT_ERROR, LOAD = 1, 2, 3, 4, 5, 6
  MAX_ANSWER_BYTES = 6 * 1024 * 1024 + 100
  MAX_ERROR_CHARACTERS = 256 * 1024
  MAX_FRAMES = 100
  EXIT_AFTER_INIT_ERROR = 252
  EXIT_AFTER_CRITICAL_ERROR = 255

  # A failure that is reported under a type of its own instead of its exception's name.
  class Fault < StandardError
    attr_reader :error_type

    def initialize(error_type, message)
      super(message)
      @error_type = error_type
    end
  end

  # The socket to the platform. When the platform closes it, this process has no purpose left and ends.
  class Connection
    def initialize(path)
      @socket = UNIXSocket.new(path)
    end

    # Waits for a frame of that type; returns its turn and its body.
    def receive(expected)
      length = exactly(4).unpack1('N')
      frame = exactly(length)
      type, turn = frame.unpack('CN')
      exit!(1) if type != expected
      [turn, frame.byteslice(5, length - 5)]
    end

    def send_frame(type, turn, body = '')
      head = [5 + body.bytesize, type, turn].pack('NCN')
      @socket.write(head, body)
    rescue SystemCallError
      exit!(0)
    end

    def close
      @socket.close
    end

    private

    def exactly(count)
      bytes = @socket.read(count)
      exit!(0) if bytes.nil? || bytes.bytesize < count
      bytes
    rescue SystemCallError
      exit!(0)
    end
  end

  # Loggers that write to the function's output name the request, as Lambda's do:
  # https://docs.aws.amazon.com/lambda/latest/dg/ruby-logging.html
  module OutputLogger
    LEVELS = { 'TRACE' => Logger::DEBUG }.freeze

    def initialize(logdev = nil, *rest, **options)
      super
      return unless [$stdout, $stderr, STDOUT, STDERR].any? { |output| output.equal?(logdev) }

      if Glowplug.logs_as_json?
        @default_formatter = Glowplug.method(:json_entry)
        level = ENV.fetch('AWS_LAMBDA_LOG_LEVEL', 'INFO')
        self.level = LEVELS.fetch(level) { level.downcase } unless options.key?(:level)
      else
        @default_formatter = TextFormatter.new
      end
    end
  end

  class TextFormatter < Logger::Formatter
    def call(severity, time, progname, message)
      "#{severity[0]}, [#{format_datetime(time)} ##{Process.pid}] #{severity.rjust(5)} #{Glowplug.request_id} " \
        "-- #{progname}: #{msg2str(message)}\n"
    end
  end

  class << self
    attr_reader :request_id

    def logs_as_json?
      ENV['AWS_LAMBDA_LOG_FORMAT'] == 'JSON'
    end

    def json_entry(severity, time, progname, message)
      entry = { timestamp: timestamp(time), level: severity }
      entry[:logger] = text(progname) if progname
      if message.is_a?(Exception)
        entry.update(message: message_of(message), errorType: message.class.to_s,
                     stackTrace: (message.backtrace || []).map { |line| text(line) })
      else
        entry[:message] = text(message.is_a?(String) ? message : message.inspect)
      end
      entry[:requestId] = request_id if request_id
      "#{JSON.generate(entry)}\n"
    end

    def timestamp(time)
      time.getutc.strftime('%Y-%m-%dT%H:%M:%S.%LZ')
    end

    # Text of a function's making, as UTF-8 whatever it was.
    def text(value)
      value = value.to_s
      value = value.dup.force_encoding(Encoding::UTF_8) if value.encoding == Encoding::BINARY
      value.encode(Encoding::UTF_8, invalid: :replace, undef: :replace).scrub
    end

    def message_of(problem)
      text(problem.message)[0, MAX_ERROR_CHARACTERS]
    rescue StandardError
      ''
    end

    # What Lambda's interpreter has set up when the file is loaded.
    def prepare(order)
      ENV.update(order['environment'])
      ENV.delete('GLOWPLUG_LAYERS')
      Gem.clear_paths # the function may name its own
      root = ENV.fetch('LAMBDA_TASK_ROOT')
      Dir.chdir(root)
      $LOAD_PATH.unshift(root)
      Logger.prepend(OutputLogger)
    end

    # Loads the handler's file; returns what calls its method, which is looked for only then.
    def load_handler(name)
      file, *names = name.split('.')
      unless [1, 2].include?(names.size)
        raise ArgumentError, "Invalid handler #{name}: must be file.method or file.Module::Class.method"
      end

      require file
      method = names.last
      return ->(**given) { TOPLEVEL_BINDING.receiver.__send__(method, **given) } if names.size == 1

      ->(**given) { Kernel.const_get(names.first).send(method, **given) }
    end

    def run(handler, header, payload)
      context = context_of(header)
      answer = handler.call(event: event_of(payload), context: context)
      body = [StringIO, IO].any? { |kind| kind === answer } ? answer.read.to_s : answer.to_json
      return body if body.bytesize <= MAX_ANSWER_BYTES

      raise Fault.new('Function.ResponseSizeTooLarge',
                      "Response payload size exceeded maximum allowed payload size (#{MAX_ANSWER_BYTES} bytes).")
    end

    def context_of(header)
      LambdaContext.new(header)
    rescue JSON::ParserError => e
      raise Fault.new('Runtime.LambdaContextUnmarshalError', "Unable to parse Client Context JSON: #{e.message}")
    end

    def event_of(payload)
      JSON.parse(payload.force_encoding(Encoding::UTF_8))
    rescue JSON::ParserError => e
      raise Fault.new('Runtime.UnmarshalError', "Unable to unmarshal input: #{e.message[0, 1024]}")
    end

    # Logs a problem and returns the document about it.
    def report(problem, where, text_before)
      type = problem.is_a?(Fault) ? problem.error_type : "#{where}<#{problem.class}>"
      document = { errorMessage: message_of(problem), errorType: type, stackTrace: trace_of(problem) }
      log_error(document, text_before)
      JSON.generate(document.merge(requestId: request_id || ''))
    end

    def trace_of(problem)
      lines = problem.is_a?(Fault) ? [] : problem.backtrace || []
      lines.reject { |line| line.start_with?(__FILE__, '<internal:') }.first(MAX_FRAMES).map { |line| text(line) }
    end

    def log_error(document, text_before)
      if logs_as_json?
        entry = { timestamp: timestamp(Time.now), level: 'ERROR', **document }
        entry[:requestId] = request_id if request_id
        $stderr.write("#{JSON.generate(entry)}\n")
      else
        $stderr.write("#{text_before} #{JSON.generate(document)}\n")
      end
    rescue IOError, SystemCallError
      # The function closed its output; its own affair.
    end

    def flush_output
      [$stdout, $stderr].each(&:flush)
    rescue StandardError
      # Closed or replaced by the function.
    end

    def serve(connection, handler)
      loop do
        turn, body = connection.receive(INVOKE)
        header_end = 4 + body.unpack1('N')
        header = JSON.parse(body.byteslice(4...header_end).force_encoding(Encoding::UTF_8))
        @request_id = header['requestId']
        ENV['_X_AMZN_TRACE_ID'] = header['traceId']
        type, answer, critical = reply(handler, header, body.byteslice(header_end..))
        flush_output
        connection.send_frame(type, turn, answer)
        return EXIT_AFTER_CRITICAL_ERROR if critical

        @request_id = nil
      end
    end

    # As in Lambda's client, an error of a name or worse than a StandardError ends the process once it is reported.
    def reply(handler, header, payload)
      [RESPONSE, run(handler, header, payload), false]
    rescue SignalException
      raise
    rescue NameError => e
      [ERROR, report(e, 'Function', 'Critical exception from handler'), true]
    rescue StandardError => e
      [ERROR, report(e, 'Function', 'Error raised from handler method'), false]
    rescue Exception => e # rubocop:disable Lint/RescueException
      [ERROR, report(e, 'Function', 'Critical exception from handler'), true]
    end

    def main
      import_ahead if ENV.delete('GLOWPLUG_AHEAD')
      connection = Connection.new(ENV.delete('GLOWPLUG_CHANNEL'))
      _, order = connection.receive(LOAD)
      prepare(JSON.parse(order.force_encoding(Encoding::UTF_8)))
      status = load_and_serve(connection)
    ensure
      # The platform knows at once that an exiting function is gone, even while others still hold it up.
      connection&.close
      exit(status) if status
    end

    def load_and_serve(connection)
      begin
        handler = load_handler(ENV.fetch('_HANDLER'))
      rescue SignalException
        raise
      rescue Exception => e # rubocop:disable Lint/RescueException
        connection.send_frame(INIT_ERROR, 0, report(e, 'Init', "Init error when loading handler #{ENV['_HANDLER']}"))
        return EXIT_AFTER_INIT_ERROR
      end
      flush_output
      connection.send_frame(READY, 0)
      serve(connection, handler)
    end

    # Whoever waits for a function has the time to load what most functions want.
    def import_ahead
      %w[base64 date digest net/http openssl securerandom set tempfile time uri zlib].each do |name|
        require name
      rescue LoadError
        # Not every Ruby comes with all of them.
      end
      GC.start
    end
  end
end

$stdout.sync = true
$stderr.sync = true
Glowplug.main
